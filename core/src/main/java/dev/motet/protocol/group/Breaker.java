package dev.motet.protocol.group;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Keeps connections away from a member that fails: it opens after failures in a row, and after a
/// while lets a single connection through, which decides whether it closes. Time is a parameter.
/// Thread-safe.
final class Breaker {
  /// How a connection passes.
  enum Pass {
    /// It must not.
    NONE,
    /// As all others.
    FREE,
    /// Alone, while the breaker is open.
    PROBE
  }

  /// Null when it never opens; all below is unused then, and guarded by `this` otherwise.
  private final @Nullable BreakerOptions options;

  private final Deque<Long> failures = new ArrayDeque<>();
  private boolean open;
  private long openedAt;
  private boolean probing;

  Breaker(@Nullable BreakerOptions options) {
    this.options = options;
  }

  /// Whether [#enter] would let a connection pass.
  boolean admits(long now) {
    return options == null || nanosLeft(now) == 0;
  }

  /// Asks to pass; who got more than [Pass#NONE] tells how it went.
  synchronized Pass enter(long now) {
    if (options == null || !open) {
      return Pass.FREE;
    }
    if (!admits(now)) {
      return Pass.NONE;
    }
    probing = true;
    return Pass.PROBE;
  }

  /// How long it stays open at least, 0 when a connection may pass; a probe under way counts as 1
  /// ns.
  synchronized long nanosLeft(long now) {
    if (options == null || !open) {
      return 0;
    }
    return Math.max(probing ? 1 : 0, options.open().toNanos() - (now - openedAt));
  }

  /// A connection came about, however it was let through.
  synchronized void succeeded() {
    failures.clear();
    open = false;
    probing = false;
  }

  /// A connection failed, by the fault of the member.
  ///
  /// @return whether the breaker has opened for it
  synchronized boolean failed(Pass pass, long now) {
    if (options == null || (open && pass != Pass.PROBE)) {
      return false; // one that began before it opened
    }
    failures.addLast(now);
    while (now - failures.getFirst() > options.window().toNanos()) {
      failures.removeFirst();
    }
    if (pass != Pass.PROBE && failures.size() < options.failures()) {
      return false;
    }
    failures.clear();
    probing = false;
    open = true;
    openedAt = now;
    return true;
  }

  /// A connection came to nothing, and nothing was learnt about the member.
  synchronized void undecided(Pass pass) {
    if (pass == Pass.PROBE) {
      probing = false;
    }
  }
}
