package dev.motet.core;

import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The sessions of an instance that are under way: to list, count, cut and wait for. Thread-safe.
public final class Sessions {
  private final Set<Session> live = ConcurrentHashMap.newKeySet();
  private final ReentrantLock waiting = new ReentrantLock();
  private final Condition changed = waiting.newCondition();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder endedUp = new LongAdder();
  private final LongAdder endedDown = new LongAdder();
  private volatile boolean someoneWaits;

  /// Sums since the start of the instance. A session that ends between two readings may be missing
  /// from, or counted twice in, the bytes of one moment; sums of sessions that ended are exact.
  ///
  /// @param accepted sessions, those under way among them
  /// @param up bytes from clients
  /// @param down bytes to clients
  public record Totals(long accepted, long up, long down) {}

  /// hot: the router calls it once for each session.
  public void began(Session session) {
    live.add(session);
    accepted.increment();
  }

  /// hot: the router calls it once for each session.
  public void ended(Session session) {
    endedUp.add(session.counters().up().bytes());
    endedDown.add(session.counters().down().bytes());
    live.remove(session);
    if (someoneWaits) {
      signal();
    }
  }

  /// A copy, in no order.
  public Collection<Session> list() {
    return List.copyOf(live);
  }

  public int count() {
    return live.size();
  }

  public Totals totals() {
    long up = 0;
    long down = 0;
    for (Session session : live) {
      up += session.counters().up().bytes();
      down += session.counters().down().bytes();
    }
    return new Totals(accepted.sum(), up + endedUp.sum(), down + endedDown.sum());
  }

  /// Cuts all sessions that `which` accepts.
  ///
  /// @return how many
  public int cancel(Predicate<Session> which, IOException reason) {
    int cut = 0;
    for (Session session : live) {
      if (which.test(session)) {
        session.cancel(reason);
        cut++;
      }
    }
    return cut;
  }

  /// Blocks until no session is left, or `limit` is over.
  ///
  /// @return whether none is left
  public boolean awaitNone(Duration limit, Timeouts timeouts) throws InterruptedException {
    var expiry = new Expiry();
    try (Timeouts.Timeout _ = timeouts.after(limit, expiry)) {
      waiting.lock();
      try {
        someoneWaits = true;
        while (!live.isEmpty() && !expiry.over) {
          changed.await();
        }
        return live.isEmpty();
      } finally {
        waiting.unlock();
      }
    }
  }

  private void signal() {
    waiting.lock();
    try {
      changed.signalAll();
    } finally {
      waiting.unlock();
    }
  }

  /// Guarded by `waiting`.
  private final class Expiry implements Runnable {
    private boolean over;

    @Override
    public void run() {
      waiting.lock();
      try {
        over = true;
        changed.signalAll();
      } finally {
        waiting.unlock();
      }
    }
  }
}
