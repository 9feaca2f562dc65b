package dev.motet.os;

import dev.motet.io.Transfer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

// hot
/// The steps of one direction of a relay, run by the edges of its ends on their loops. They never
/// overlap: whoever comes while one runs makes it run once more. One thread waits for the end.
final class Steps implements Transfer.Moving, Runnable {
  private final Runnable step;
  private final AtomicInteger wanted = new AtomicInteger();
  private volatile boolean ended;
  private @Nullable IOException failure;
  private volatile @Nullable Thread waiter;

  Steps(Runnable step) {
    this.step = step;
  }

  @Override
  public void run() {
    if (wanted.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      if (!ended) {
        step.run();
      }
      seen = wanted.addAndGet(-seen);
    } while (seen != 0);
  }

  /// No step runs from here on. Called once: by a step, or before the first.
  ///
  /// @param reason null for an end in order
  void end(@Nullable IOException reason) {
    failure = reason;
    ended = true;
    Thread thread = waiter;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void await() throws IOException {
    waiter = Thread.currentThread();
    boolean interrupted = false;
    while (!ended) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    IOException cause = failure;
    if (cause != null) {
      throw cause;
    }
  }
}
