package dev.motet.io;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

// hot
/// One direction of a stream relay: copies block by block, and hands over to the system as soon as
/// the layers at both ends have become transparent. Of one thread at a time.
final class StreamDirection implements Relay.Direction {
  private final Conn to;
  private final Meter meter;
  private final Buffers buffers;
  private final Timeouts timeouts;
  private final Transfer transfer;
  private final ThreadFactory threads;
  private Conn source;
  private Conn sink;

  /// The last block filled its buffer: more is likely to follow.
  private boolean bulk;

  StreamDirection(
      Conn from,
      Conn to,
      Meter meter,
      Buffers buffers,
      Timeouts timeouts,
      Transfer transfer,
      ThreadFactory threads) {
    this.to = to;
    this.meter = meter;
    this.buffers = buffers;
    this.timeouts = timeouts;
    this.transfer = transfer;
    this.threads = threads;
    this.source = from;
    this.sink = to;
  }

  @Override
  public Transfer.@Nullable Moving handOver() {
    source = lowestSource(source);
    sink = lowestSink(sink);
    return transfer.supports(source, sink) ? transfer.start(source, sink, meter) : null;
  }

  @Override
  public Transfer.@Nullable Moving move() throws IOException {
    while (true) {
      Transfer.Moving moving = handOver();
      if (moving != null) {
        return moving;
      }
      if (!copyBlock()) {
        to.closeWrite();
        return null;
      }
    }
  }

  /// Waits for bytes, without a buffer where that is possible, and moves them on.
  ///
  /// @return false at the end of the stream
  private boolean copyBlock() throws IOException {
    boolean header = sink.holdsHeader();
    if (source.reportsReadiness()) {
      if (!source.awaitReadable(header ? Pump.FIRST_PAYLOAD.toNanos() : -1)) {
        sink.flush();
        return true;
      }
    } else if (header) {
      return copyFirst();
    }
    Buffer buffer = bulk ? buffers.takeBulk() : buffers.takeSmall();
    try {
      return read(buffer) && write(buffer);
    } finally {
      buffers.give(buffer);
    }
  }

  /// As [#copyBlock], where a header waits for a source that cannot be waited for without a read.
  private boolean copyFirst() throws IOException {
    Buffer buffer = buffers.takeSmall();
    try {
      boolean more;
      try (LateFlush _ = new LateFlush(sink, timeouts, threads)) {
        more = read(buffer);
      }
      return more && write(buffer);
    } finally {
      buffers.give(buffer);
    }
  }

  private boolean read(Buffer buffer) throws IOException {
    int room = buffer.readable();
    int count = source.read(buffer);
    // Where waiting takes a buffer, a large one must not lie idle after the end of a burst.
    bulk = count == room || (count >= Buffers.SMALL && source.reportsReadiness());
    return count >= 0;
  }

  private boolean write(Buffer buffer) throws IOException {
    int count = buffer.length();
    sink.write(buffer);
    meter.add(count);
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // a layer that stays in the way names itself
  private static Conn lowestSource(Conn conn) {
    Conn lowest = conn;
    for (Conn next = lowest.source(); next != lowest; next = lowest.source()) {
      lowest = next;
    }
    return lowest;
  }

  @SuppressWarnings("ReferenceEquality") // a layer that stays in the way names itself
  private static Conn lowestSink(Conn conn) {
    Conn lowest = conn;
    for (Conn next = lowest.sink(); next != lowest; next = lowest.sink()) {
      lowest = next;
    }
    return lowest;
  }
}
