package dev.motet.io;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The lock of one direction between two ends in memory, and how its readers and writers wait for
/// each other.
final class MemoryGuard {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /// With the lock held, when something changed that others may wait for.
  void changed() {
    changed.signalAll();
  }

  /// Waits with the lock held.
  ///
  /// @param nanos at most; negative for as long as it takes
  /// @return false when time is over
  boolean await(BooleanSupplier condition, long nanos) throws IOException {
    long left = nanos < 0 ? Long.MAX_VALUE : nanos;
    while (!condition.getAsBoolean()) {
      if (left <= 0) {
        return false;
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    return true;
  }
}
