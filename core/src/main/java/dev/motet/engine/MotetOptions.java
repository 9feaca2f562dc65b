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
/// @param scheduler what runs the virtual threads that work on sockets
public record MotetOptions(
    Sockets sockets, Clock clock, UnaryOperator<Dialer> around, Scheduler scheduler) {
  public static final MotetOptions DEFAULT = new MotetOptions(Sockets.BEST, Clock.systemUTC());

  public MotetOptions(Sockets sockets, Clock clock) {
    this(sockets, clock, UnaryOperator.identity(), Scheduler.AS_STARTED);
  }

  public MotetOptions withAround(UnaryOperator<Dialer> other) {
    return new MotetOptions(sockets, clock, other, scheduler);
  }

  public MotetOptions withScheduler(Scheduler other) {
    return new MotetOptions(sockets, clock, around, other);
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

  /// Schedulers of virtual threads.
  public enum Scheduler {
    /// As the system property `motet.scheduler` says (`pool` or `loop`): the pool without it. The
    /// portable back end has no loops, and the pool in any case.
    AS_STARTED,
    /// The JDK's own.
    POOL,
    /// The loops of the back end for Linux. Needs a JDK 25 that is started with `--add-opens
    /// java.base/java.lang=ALL-UNNAMED`.
    LOOP
  }
}
