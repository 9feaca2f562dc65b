package dev.motet.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

// hot
/// One direction of a packet relay. A batch is held only while packets are in flight, where the
/// source can wait without one. Of one thread.
final class PacketDirection implements Relay.Direction {
  private final PacketConn from;
  private final PacketConn to;
  private final Meter meter;
  private final Buffers buffers;
  private final IdleLimit idle;

  PacketDirection(PacketConn from, PacketConn to, Meter meter, Buffers buffers, IdleLimit idle) {
    this.from = from;
    this.to = to;
    this.meter = meter;
    this.buffers = buffers;
    this.idle = idle;
  }

  @Override
  public Transfer.@Nullable Moving handOver() {
    return null;
  }

  /// The end of one side ends both: packets have no half-close.
  @Override
  public Transfer.@Nullable Moving move() throws IOException {
    if (from.reportsReadiness()) {
      moveWithPooledBatches();
    } else {
      PacketBatch one = new PacketBatch(1, PacketBatch.MAX_PACKET_BYTES);
      while (moveBatch(one)) {
        one.clear();
      }
    }
    throw new Relay.Ended("end of packets");
  }

  private void moveWithPooledBatches() throws IOException {
    boolean more = true;
    while (more) {
      from.awaitReadable(-1);
      PacketBatch batch = buffers.takeBatch();
      try {
        more = moveBatch(batch);
      } finally {
        buffers.give(batch);
      }
    }
  }

  private boolean moveBatch(PacketBatch batch) throws IOException {
    if (from.receive(batch) < 0) {
      return false;
    }
    idle.touch();
    long bytes = 0;
    for (int i = 0; i < batch.count(); i++) {
      bytes += batch.get(i).data.length();
    }
    to.send(batch);
    meter.add(bytes);
    return true;
  }
}
