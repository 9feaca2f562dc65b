package dev.motet.tls;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

// hot
/// Lets one thread at a time into the receiving half of a connection, which anybody may close: the
/// last one of both gives back what that half holds.
final class ReadGate {
  private static final int INSIDE = 1;
  private static final int CLOSED = 2;

  private final AtomicInteger state = new AtomicInteger();
  private final Runnable release;
  private volatile @Nullable IOException reason;

  /// @param release gives back everything; runs once, while nobody is inside
  ReadGate(Runnable release) {
    this.release = release;
  }

  /// @throws IOException when it was closed, with the reason given there
  void enter() throws IOException {
    if (state.compareAndSet(0, INSIDE)) {
      return;
    }
    if (state.get() == INSIDE) {
      throw new IllegalStateException("two threads read");
    }
    IOException why = reason;
    throw why == null ? new IOException("closed") : why;
  }

  void leave() {
    if (!state.compareAndSet(INSIDE, 0)) {
      release.run();
    }
  }

  /// @param why null for an ordinary close; the first one counts
  void close(@Nullable IOException why) {
    if (reason == null && (state.get() & CLOSED) == 0) {
      reason = why;
    }
    if (state.getAndUpdate(before -> before | CLOSED) == 0) {
      release.run();
    }
  }
}
