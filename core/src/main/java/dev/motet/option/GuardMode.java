package dev.motet.option;

import java.util.Locale;

/// What becomes of clients from outside who ask for this machine or its networks (`route.guard`;
/// not in sing-box).
public enum GuardMode {
  /// Nothing.
  OFF,
  /// A warning at start for each inbound that lets them.
  WARN,
  /// They are refused, unless a rule names the addresses.
  DENY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
