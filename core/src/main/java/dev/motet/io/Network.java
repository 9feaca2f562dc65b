package dev.motet.io;

import java.util.Locale;

/// The transport of a session.
public enum Network {
  TCP,
  UDP;

  /// As configuration, logs and rules write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
