package dev.motet.io;

import java.time.Duration;

/// Ends a relay in which nothing moved for a while. One timer a relay, which is set anew only when
/// it fires. Thread-safe.
final class IdleLimit implements AutoCloseable {
  private final Timeouts timeouts;
  private final Duration idle;
  private final PacketConn client;
  private final Relay relay;
  private volatile long lastTraffic;
  private volatile boolean closed;
  private volatile Timeouts.Timeout timeout;

  /// Timer thread, as below: the limit was over, but packets of the client waited.
  private boolean spared;

  /// `lastTraffic` at that time.
  private long sparedTraffic;

  /// @param client is not ended while packets of it wait
  IdleLimit(Timeouts timeouts, Duration idle, PacketConn client, Relay relay) {
    this.timeouts = timeouts;
    this.idle = idle;
    this.client = client;
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
    long traffic = lastTraffic;
    long left = left(traffic);
    if (left <= 0) {
      Relay.Ended why = new Relay.Ended("nothing moved for " + idle);
      // packets that waited for another whole limit have nobody to move them
      boolean stuck = spared && sparedTraffic == traffic;
      if (stuck || client.abortIfQuiet(why, () -> left(lastTraffic) <= 0)) {
        relay.fail(why);
        return;
      }
    }
    spared = left <= 0;
    sparedTraffic = traffic;
    timeout = timeouts.after(spared ? idle : Duration.ofNanos(left), this::check);
    if (closed) {
      timeout.close();
    }
  }

  private long left(long traffic) {
    return idle.toNanos() - (timeouts.nanoTime() - traffic);
  }

  @Override
  public void close() {
    closed = true;
    timeout.close();
  }
}
