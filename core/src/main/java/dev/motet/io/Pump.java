package dev.motet.io;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/// Moves the bytes and packets of a session between its two ends until both directions ended.
/// Thread-safe; one for an instance.
public final class Pump {
  /// How long a held-back header waits for the first payload.
  static final Duration FIRST_PAYLOAD = Duration.ofMillis(300);

  private final Buffers buffers;
  private final Timeouts timeouts;
  private final Transfer transfer;
  private final ThreadFactory threads;

  public Pump(Buffers buffers, Timeouts timeouts, Transfer transfer, ThreadFactory threads) {
    this.buffers = buffers;
    this.timeouts = timeouts;
    this.transfer = transfer;
    this.threads = threads;
  }

  /// Relays both directions; returns when both ended. End of stream on one side half-closes the
  /// other; an error in one direction aborts both. Does not close the connections.
  ///
  /// @throws IOException why the relay ended early
  public void both(Conn client, Conn remote, Counters counters) throws IOException {
    Relay relay = new Relay(client::abort, remote::abort);
    StreamDirection up = direction(client, remote, counters.up());
    StreamDirection down = direction(remote, client, counters.down());
    relay.run(up, down, threads);
  }

  /// Relays packets until one side ends or nothing moved for `idle`; traffic in either direction
  /// counts. Does not close the connections.
  ///
  /// @throws IOException why the relay ended early; being idle is no reason
  public void packets(PacketConn client, PacketConn remote, Counters counters, Duration idle)
      throws IOException {
    Relay relay = new Relay(client::abort, remote::abort);
    try (IdleLimit limit = new IdleLimit(timeouts, idle, client, relay)) {
      PacketDirection up =
          new PacketDirection(client, remote, counters.up(), buffers, limit, transfer);
      PacketDirection down =
          new PacketDirection(remote, client, counters.down(), buffers, limit, transfer);
      relay.run(up, down, threads);
    }
  }

  private StreamDirection direction(Conn from, Conn to, Meter meter) {
    return new StreamDirection(from, to, meter, buffers, timeouts, transfer, threads);
  }
}
