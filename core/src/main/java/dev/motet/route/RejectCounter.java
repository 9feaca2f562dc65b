package dev.motet.route;

import java.util.concurrent.locks.ReentrantLock;

/// Turns the rejects of a rule into silence for clients that keep coming back: more than 50 hits
/// within 30 seconds. Thread-safe.
final class RejectCounter {
  private static final int HITS = 50;
  private static final long WINDOW_NANOS = 30_000_000_000L;

  private final ReentrantLock hits = new ReentrantLock();

  /// A ring of the latest hits, the oldest at `next`. Guarded by `hits`.
  private final long[] times = new long[HITS];

  private int next;
  private int filled;

  /// Counts a hit at this time.
  ///
  /// @return whether more than 50 hits, with this one, fell in the last 30 seconds
  boolean tooMany(long nanos) {
    hits.lock();
    try {
      boolean over = filled == HITS && nanos - times[next] < WINDOW_NANOS;
      times[next] = nanos;
      next = (next + 1) % HITS;
      filled = Math.min(filled + 1, HITS);
      return over;
    } finally {
      hits.unlock();
    }
  }
}
