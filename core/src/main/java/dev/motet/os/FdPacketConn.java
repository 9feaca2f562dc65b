package dev.motet.os;

import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.SocketPacketConn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

// hot
/// A UDP socket over a descriptor: receives and sends whole batches with one call each, and trains
/// of equal datagrams as one (GRO, GSO) where the kernel does.
final class FdPacketConn implements SocketPacketConn {
  private static final int SOL_UDP = 17;
  private static final int UDP_GRO = 104;

  private final Descriptor descriptor;
  private final int family;
  private final InetSocketAddress local;
  private final boolean trains;
  private final MessageBatches batches;
  private final AtomicLong dropped = new AtomicLong();

  /// @param trains whether the socket receives trains
  FdPacketConn(
      Descriptor descriptor,
      int family,
      InetSocketAddress local,
      boolean trains,
      MessageBatches batches) {
    this.descriptor = descriptor;
    this.family = family;
    this.local = local;
    this.trains = trains;
    this.batches = batches;
  }

  /// Asks the kernel to deliver trains of datagrams as one.
  static boolean receiveTrains(int fd) {
    return SocketCalls.setOption(fd, SOL_UDP, UDP_GRO, 1) == 0;
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    if (into.isFull()) {
      throw new IllegalArgumentException("no free slot");
    }
    while (true) {
      if (!descriptor.takeReadable()) {
        descriptor.parkReadable(-1);
        continue;
      }
      int added = receiveNow(into);
      if (added > 0) {
        return added;
      }
    }
  }

  /// @return 0 when nothing was there, or only what had to be dropped
  private int receiveNow(PacketBatch into) throws IOException {
    MessageBatch batch = batches.take();
    try {
      int wanted = Math.min(into.capacity() - into.count(), batch.capacity());
      long count = receive(batch, wanted);
      if (count < 0) {
        // ECONNREFUSED and its like tell of an earlier packet of ours; they end nothing.
        if (count != -Errno.EAGAIN) {
          descriptor.stillReadable();
        }
        return 0;
      }
      if (count == wanted) {
        descriptor.stillReadable();
      }
      int before = into.count();
      dropped.addAndGet(batch.moveTo(into, (int) count));
      return into.count() - before;
    } finally {
      batches.give(batch);
    }
  }

  private long receive(MessageBatch batch, int wanted) throws IOException {
    descriptor.enter();
    try {
      return batch.receive(descriptor.fd, wanted);
    } finally {
      descriptor.exit();
    }
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    MessageBatch batch = batches.take();
    try {
      int next = 0;
      while (next < packets.count()) {
        int filled = 0;
        while (next < packets.count() && filled < batch.capacity()) {
          Packet packet = packets.get(next);
          if (!batch.fits(packet, filled)) {
            break;
          }
          filled = batch.fill(filled, packet, family);
          next++;
        }
        sendAll(batch, filled);
      }
    } finally {
      batches.give(batch);
    }
  }

  /// A full socket buffer is waited for; what the network refuses is dropped and counted.
  private void sendAll(MessageBatch batch, int filled) throws IOException {
    int sent = 0;
    while (sent < filled) {
      descriptor.takeWritable();
      long count = send(batch, sent, filled - sent);
      if (count > 0) {
        sent += (int) count;
      } else if (count == -Errno.EAGAIN) {
        descriptor.parkWritable(-1);
      } else if (count != -Errno.EINTR && count != -Errno.ECONNREFUSED) {
        dropped.incrementAndGet();
        sent++;
      }
    }
  }

  private long send(MessageBatch batch, int first, int count) throws IOException {
    descriptor.enter();
    try {
      return batch.send(descriptor.fd, first, count);
    } finally {
      descriptor.exit();
    }
  }

  /// Whether [#receive] may deliver trains.
  boolean receivesTrains() {
    return trains;
  }

  @Override
  public boolean reportsReadiness() {
    return true;
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return descriptor.awaitReadable(nanos);
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void abort(IOException reason) {
    descriptor.close(reason, false);
  }

  @Override
  public void close() {
    descriptor.close(null, false);
  }

  @Override
  public String toString() {
    return "fd " + descriptor.fd + " udp " + local;
  }
}
