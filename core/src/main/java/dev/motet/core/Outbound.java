package dev.motet.core;

import dev.motet.io.Network;
import java.util.Set;

/// A way out that rules name by tag.
public interface Outbound extends Dialer, Lifecycle {
  /// What it can carry.
  Set<Network> networks();

  /// Whether it takes the addresses that a rule resolved and chooses among them. Any other outbound
  /// is asked for one address after the other.
  default boolean choosesAddress() {
    return false;
  }
}
