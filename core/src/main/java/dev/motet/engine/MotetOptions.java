package dev.motet.engine;

import dev.motet.core.Dialer;
import java.time.Clock;
import java.util.function.UnaryOperator;

/// What an embedding program can choose beside the configuration.
///
/// @param sockets how sockets are made
/// @param clock wall time, as far as no `ntp` corrects it
/// @param around laid around the outbound at each dial of a session: sees its destination, may
///   refuse it, may wrap what it opens. A wrapper that is not transparent keeps the kernel from
///   moving the bytes
public record MotetOptions(Sockets sockets, Clock clock, UnaryOperator<Dialer> around) {
  public static final MotetOptions DEFAULT = new MotetOptions(Sockets.BEST, Clock.systemUTC());

  public MotetOptions(Sockets sockets, Clock clock) {
    this(sockets, clock, UnaryOperator.identity());
  }

  public MotetOptions withAround(UnaryOperator<Dialer> other) {
    return new MotetOptions(sockets, clock, other);
  }

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
