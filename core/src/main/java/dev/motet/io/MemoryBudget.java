package dev.motet.io;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes that peers may make an instance hold before it is known whether they are worth it, beyond
/// what every connection has. Thread-safe.
public final class MemoryBudget {
  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  public MemoryBudget(long limit) {
    this.limit = limit;
  }

  /// A sixteenth of the heap: enough for thousands, and what it leaves is enough for everything
  /// else.
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 16);
  }

  /// @return false when so much is not left
  public boolean take(long bytes) {
    for (long now = taken.get(); bytes <= limit - now; now = taken.get()) {
      if (taken.compareAndSet(now, now + bytes)) {
        return true;
      }
    }
    return false;
  }

  public void give(long bytes) {
    taken.addAndGet(-bytes);
  }

  /// Bytes taken and not given back.
  public long taken() {
    return taken.get();
  }
}
