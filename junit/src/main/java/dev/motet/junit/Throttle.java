package dev.motet.junit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Holds a thread back so that bytes pass at a rate. Of one thread; [#close()] is for any.
final class Throttle implements AutoCloseable {
  private final long bytesPerSecond;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition changed = guard.newCondition();

  /// These are guarded by `guard`.
  private long freeAtNanos = System.nanoTime();

  private boolean closed;

  /// @param bytesPerSecond 0 for no limit
  Throttle(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /// Waits until these bytes have had their time.
  void pass(int bytes) throws IOException {
    if (bytesPerSecond == 0) {
      return;
    }
    guard.lock();
    try {
      long now = System.nanoTime();
      long start = Math.max(now, freeAtNanos);
      freeAtNanos = start + TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
      while (!closed && freeAtNanos - System.nanoTime() > 0) {
        long _ = changed.awaitNanos(freeAtNanos - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void close() {
    guard.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      guard.unlock();
    }
  }
}
