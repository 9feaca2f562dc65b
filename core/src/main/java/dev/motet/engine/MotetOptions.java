package dev.motet.engine;

import java.time.Clock;

/// What an embedding program can choose beside the configuration.
///
/// @param sockets how sockets are made
/// @param clock wall time, as far as no `ntp` corrects it
public record MotetOptions(Sockets sockets, Clock clock) {
  public static final MotetOptions DEFAULT = new MotetOptions(Sockets.BEST, Clock.systemUTC());

  /// Socket back ends.
  public enum Sockets {
    /// The fastest that this machine has.
    BEST,
    /// Portable.
    NIO,
    /// Linux descriptors.
    EPOLL
  }
}
