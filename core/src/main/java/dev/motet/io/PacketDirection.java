package dev.motet.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

// hot
/// One direction of a packet relay: moves batch by batch, and hands over to the back end as soon as
/// it can move packets between the sockets below. A batch is held only while packets are in flight,
/// where the source can wait without one. Of one thread at a time.
final class PacketDirection implements Relay.Direction {
  private final PacketConn from;
  private final PacketConn to;
  private final Meter meter;
  private final Buffers buffers;
  private final IdleLimit idle;
  private final Transfer transfer;

  /// For a source that cannot wait without a batch.
  private @Nullable PacketBatch own;

  PacketDirection(
      PacketConn from,
      PacketConn to,
      Meter meter,
      Buffers buffers,
      IdleLimit idle,
      Transfer transfer) {
    this.from = from;
    this.to = to;
    this.meter = meter;
    this.buffers = buffers;
    this.idle = idle;
    this.transfer = transfer;
  }

  @Override
  public Transfer.@Nullable Moving handOver() {
    PacketFlow flow = PacketFlow.between(from, to, transfer, meter, buffers, idle);
    return flow == null ? null : transfer.start(flow);
  }

  /// The end of one side ends both: packets have no half-close.
  @Override
  public Transfer.@Nullable Moving move() throws IOException {
    while (true) {
      Transfer.Moving moving = handOver();
      if (moving != null) {
        return moving;
      }
      if (!(from.reportsReadiness() ? moveWithPooledBatch() : moveWithOwnBatch())) {
        throw new Relay.Ended("end of packets");
      }
    }
  }

  private boolean moveWithPooledBatch() throws IOException {
    from.awaitReadable(-1);
    PacketBatch batch = buffers.takeBatch();
    try {
      return moveBatch(batch);
    } finally {
      buffers.give(batch);
    }
  }

  private boolean moveWithOwnBatch() throws IOException {
    PacketBatch batch = own;
    if (batch == null) {
      batch = new PacketBatch(1, PacketBatch.MAX_PACKET_BYTES);
      own = batch;
    }
    batch.clear();
    return moveBatch(batch);
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
