package dev.motet.dns;

import dev.motet.io.Timeouts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Ends a client that has asked nothing for a while and waits for nothing (inventory DX-14). One
/// timer a client, which is set anew only when it fires. Thread-safe.
final class QuietLimit implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(10);

  /// Ends the client.
  interface End {
    /// Blocks on nothing.
    ///
    /// @param stillQuiet whether it has not asked meanwhile
    /// @return false when it goes on, because queries of it wait to be received
    boolean end(BooleanSupplier stillQuiet);
  }

  private final Timeouts timeouts;
  private final End end;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile long lastQuery;
  private volatile boolean closed;
  private volatile boolean over;
  private volatile Timeouts.Timeout timeout;

  QuietLimit(Timeouts timeouts, End end) {
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
    if (isQuiet()) {
      over = true; // before the serving thread notices
      if (end.end(this::isQuiet)) {
        return;
      }
      over = false;
    }
    long left = left();
    timeout = timeouts.after(left <= 0 ? LIMIT : Duration.ofNanos(left), this::check);
    if (closed) {
      timeout.close();
    }
  }

  private boolean isQuiet() {
    return waiting.get() == 0 && left() <= 0; // in this order: who waits no longer was touched
  }

  private long left() {
    return LIMIT.toNanos() - (timeouts.nanoTime() - lastQuery);
  }

  @Override
  public void close() {
    closed = true;
    timeout.close();
  }
}
