package dev.motet.dns;

import dev.motet.io.Timeouts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Ends a client that has asked nothing for a while and waits for nothing (inventory DX-14). One
/// timer a client, which is set anew only when it fires. Thread-safe.
final class QuietLimit implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final Timeouts timeouts;
  private final Runnable end;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile long lastQuery;
  private volatile boolean closed;
  private volatile boolean over;
  private volatile Timeouts.Timeout timeout;

  /// @param end blocks on nothing
  QuietLimit(Timeouts timeouts, Runnable end) {
    this.timeouts = timeouts;
    this.end = end;
    this.lastQuery = timeouts.nanoTime();
    this.timeout = timeouts.after(LIMIT, this::check);
  }

  /// hot: queries came.
  void touch() {
    lastQuery = timeouts.nanoTime();
  }

  /// A query waits for its answer.
  void begins() {
    waiting.incrementAndGet();
  }

  /// It waits no longer.
  void ends() {
    touch();
    waiting.decrementAndGet();
  }

  /// Whether this ended the client.
  boolean isOver() {
    return over;
  }

  private void check() {
    if (closed) {
      return;
    }
    long left = LIMIT.toNanos() - (timeouts.nanoTime() - lastQuery);
    if (left <= 0 && waiting.get() == 0) {
      over = true;
      end.run();
      return;
    }
    timeout = timeouts.after(left <= 0 ? LIMIT : Duration.ofNanos(left), this::check);
    if (closed) {
      timeout.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    timeout.close();
  }
}
