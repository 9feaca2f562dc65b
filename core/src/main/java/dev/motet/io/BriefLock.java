package dev.motet.io;

import java.util.concurrent.atomic.AtomicBoolean;

// hot
/// Guards a few instructions that wait for nothing. Nobody parks for it.
///
/// For what both virtual threads and the loop that runs them touch: a monitor or a `ReentrantLock`
/// can be handed to a virtual thread whose turn it is, and the loop that would have to run it waits
/// behind it for ever.
public final class BriefLock {
  private static final int SPINS = 64;

  private final AtomicBoolean taken = new AtomicBoolean();

  /// Never from within: it is not reentrant.
  public void lock() {
    int spins = 0;
    while (taken.get() || !taken.compareAndSet(false, true)) {
      if (++spins % SPINS == 0) {
        // its owner may be off the processor
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  public void unlock() {
    taken.set(false);
  }
}
