package dev.motet.io;

import java.time.Duration;

/// Ends a relay in which nothing moved for a while. One timer a relay, which is set anew only when
/// it fires. Thread-safe.
final class IdleLimit implements AutoCloseable {
  private final Timeouts timeouts;
  private final Duration idle;
  private final Relay relay;
  private volatile long lastTraffic;
  private volatile boolean closed;
  private volatile Timeouts.Timeout timeout;

  IdleLimit(Timeouts timeouts, Duration idle, Relay relay) {
    this.timeouts = timeouts;
    this.idle = idle;
    this.relay = relay;
    this.lastTraffic = timeouts.nanoTime();
    this.timeout = timeouts.after(idle, this::check);
  }

  /// hot: something moved.
  void touch() {
    lastTraffic = timeouts.nanoTime();
  }

  private void check() {
    if (closed) {
      return;
    }
    long left = idle.toNanos() - (timeouts.nanoTime() - lastTraffic);
    if (left <= 0) {
      relay.fail(new Relay.Ended("nothing moved for " + idle));
      return;
    }
    timeout = timeouts.after(Duration.ofNanos(left), this::check);
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
