package dev.motet.io;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/// Moves the bytes and packets of a session between its two ends until both directions ended.
/// Thread-safe; one for an instance.
public final class Pump {
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
    throw new IOException("not built: " + buffers + timeouts + transfer + threads);
  }

  /// Relays packets until one side ends or nothing moved for `idle`.
  public void packets(PacketConn client, PacketConn remote, Counters counters, Duration idle)
      throws IOException {
    throw new IOException("not built");
  }
}
