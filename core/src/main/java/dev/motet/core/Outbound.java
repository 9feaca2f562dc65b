package dev.motet.core;

import dev.motet.io.Network;
import java.util.Set;

/// A way out that rules name by tag.
public interface Outbound extends Dialer, Lifecycle {
  /// What it can carry.
  Set<Network> networks();
}
