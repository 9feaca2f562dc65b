package dev.motet.junit;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.ForwardingConn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A stream with faults: never transparent, so that every byte passes here. A thread of its own
/// reads ahead, so that latency does not cost throughput.
final class FaultyConn extends ForwardingConn {
  private final Destination to;
  private final Faults faults;
  private final long resetAfter;
  private final AtomicLong moved = new AtomicLong();
  private final DelayLine arriving;
  private final Throttle down;
  private final Throttle up;

  /// @param on the faults that were on when it was opened
  FaultyConn(Conn below, Destination to, Faults faults, List<Fault> on) {
    super(below);
    this.to = to;
    this.faults = faults;
    Duration latency = Duration.ZERO;
    long bandwidth = 0;
    long reset = -1;
    for (Fault fault : on) {
      switch (fault) {
        case Fault.Latency(Duration time) -> latency = latency.plus(time);
        case Fault.Bandwidth(long limit) ->
            bandwidth = bandwidth == 0 ? limit : Math.min(bandwidth, limit);
        case Fault.Reset(long after) -> reset = reset < 0 ? after : Math.min(reset, after);
        case Fault.Blackhole _, Fault.DnsFailure _, Fault.Refused _ -> {
          // asked for when it matters
        }
      }
    }
    this.resetAfter = reset;
    this.arriving = new DelayLine(latency, () -> faults.swallows(to));
    this.down = new Throttle(bandwidth);
    this.up = new Throttle(bandwidth);
    Thread.ofVirtual().name("motet-junit").start(this::readAhead);
  }

  private void readAhead() {
    try {
      while (true) {
        Buffer block = Buffer.allocate(DelayLine.BLOCK_BYTES);
        if (below.read(block) < 0) {
          arriving.end(null);
          return;
        }
        arriving.put(block);
      }
    } catch (IOException e) {
      arriving.end(e);
    }
  }

  @Override
  public int read(Buffer into) throws IOException {
    int count = arriving.take(into);
    if (count > 0) {
      down.pass(count);
      count(count);
    }
    return count;
  }

  @Override
  public void write(Buffer from) throws IOException {
    int count = from.length();
    up.pass(count);
    if (faults.swallows(to)) {
      from.from = from.to;
      return;
    }
    below.write(from);
    count(count);
  }

  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    write(head);
    write(body);
  }

  @Override
  public void closeWrite() throws IOException {
    if (!faults.swallows(to)) {
      below.closeWrite();
    }
  }

  private void count(int bytes) throws IOException {
    if (resetAfter >= 0 && moved.addAndGet(bytes) > resetAfter) {
      IOException reset = new IOException("Connection reset (test)");
      abort(reset);
      throw reset;
    }
  }

  @Override
  public boolean reportsReadiness() {
    return false;
  }

  @Override
  public boolean awaitReadable(long nanos) {
    return true;
  }

  @Override
  public void abort(IOException reason) {
    arriving.end(reason);
    up.close();
    down.close();
    below.abort(reason);
  }

  @Override
  public void close() {
    arriving.end(new IOException("closed"));
    up.close();
    down.close();
    below.close();
  }
}
