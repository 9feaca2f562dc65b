package dev.motet.os;

import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.SocketPacketConn;
import java.io.IOException;
import java.net.Inet4Address;
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
  private final MessageBatches batches;
  private final AtomicLong dropped = new AtomicLong();
  private final KnownRemote sender = new KnownRemote();
  private final KnownRemote receiver = new KnownRemote();

  /// Whether the kernel joins what it receives. Of the receiving thread.
  private boolean receivesTrains;

  /// A device on the way cannot cut trains. Of the sending thread.
  private boolean sendsSingly;

  FdPacketConn(Descriptor descriptor, int family, InetSocketAddress local, MessageBatches batches) {
    this.descriptor = descriptor;
    this.family = family;
    this.local = local;
    this.batches = batches;
  }

  Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    if (into.isFull()) {
      throw new IllegalArgumentException("no free slot");
    }
    while (true) {
      int added = receiveNow(into);
      if (added > 0) {
        descriptor.giveWay();
        return added;
      }
      descriptor.parkReadable(-1);
    }
  }

  /// Receives what is there, without waiting.
  ///
  /// @return 0 when nothing was there, or only what had to be dropped
  int receiveNow(PacketBatch into) throws IOException {
    askForTrains(into.packetBytes() >= PacketBatch.MAX_PACKET_BYTES);
    if (!descriptor.takeReadable()) {
      return 0;
    }
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
      dropped.addAndGet(batch.moveTo(into, (int) count, sender));
      return into.count() - before;
    } finally {
      batches.give(batch);
    }
  }

  /// Trains fit in the largest slots only. An old kernel has none to give.
  private void askForTrains(boolean wanted) throws IOException {
    if (wanted != receivesTrains) {
      receivesTrains = wanted;
      descriptor.enter();
      try {
        SocketCalls.setOption(descriptor.fd, SOL_UDP, UDP_GRO, wanted ? 1 : 0);
      } finally {
        descriptor.exit();
      }
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

  /// A full socket buffer is waited for; what the network refuses is dropped and counted.
  @Override
  public void send(PacketBatch packets) throws IOException {
    while (!sendNow(packets)) {
      descriptor.parkWritable(-1);
    }
  }

  /// Sends what goes out without waiting.
  ///
  /// @return false when the socket takes no more for now; the batch then holds what is left
  boolean sendNow(PacketBatch packets) throws IOException {
    if (packets.count() == 0) {
      return true;
    }
    descriptor.takeWritable();
    MessageBatch batch = batches.take();
    try {
      return (packets.count() == 1 && packets.get(0).segmentBytes == 0)
          ? sendSingle(batch, packets.get(0))
          : sendAll(batch, packets);
    } finally {
      batches.give(batch);
    }
  }

  private boolean sendSingle(MessageBatch batch, Packet packet) throws IOException {
    if (!reaches(packet)) {
      dropped.incrementAndGet();
      return true;
    }
    while (true) {
      long count;
      descriptor.enter();
      try {
        count = batch.sendTo(descriptor.fd, packet, receiver, family);
      } finally {
        descriptor.exit();
      }
      if (count == -Errno.EAGAIN) {
        return false;
      }
      if (count != -Errno.EINTR) {
        dropped.addAndGet(count < 0 ? 1 : 0);
        return true;
      }
    }
  }

  private boolean sendAll(MessageBatch batch, PacketBatch packets) throws IOException {
    int next = 0;
    while (next < packets.count()) {
      int filled = 0;
      while (next < packets.count() && filled < batch.capacity()) {
        Packet packet = packets.get(next);
        if (reaches(packet)) {
          int before = filled;
          filled = batch.fill(filled, packet, receiver, family, sendsSingly);
          batch.origin(before, filled, next);
        } else {
          dropped.addAndGet(packet.segments());
          packet.data.from = packet.data.to;
        }
        next += packet.data.isEmpty() ? 1 : 0;
      }
      int sent = sendMessages(batch, filled);
      if (sent < filled) {
        takeBack(batch, sent, filled, packets);
        return false;
      }
    }
    return true;
  }

  /// Leaves in `packets` what is in the messages from `first` on and what follows it.
  private static void takeBack(MessageBatch batch, int first, int end, PacketBatch packets) {
    for (int i = first; i < end; i++) {
      packets.get(batch.origin(i)).data.from -= batch.takeBack(i);
    }
    packets.dropFirst(batch.origin(first));
  }

  private boolean reaches(Packet packet) {
    return family == SockAddr.AF_INET6
        || !(packet.remote() instanceof Destination.Ip ip)
        || ip.address() instanceof Inet4Address;
  }

  /// @return messages done with: sent, or refused and counted
  private int sendMessages(MessageBatch batch, int filled) throws IOException {
    int sent = 0;
    while (sent < filled) {
      long count = send(batch, sent, filled - sent);
      if (count > 0) {
        sent += (int) count;
      } else if (count == -Errno.EAGAIN) {
        return sent;
      } else if (count != -Errno.EINTR) {
        if (!refused(batch, sent, (int) -count)) {
          return sent;
        }
        sent++;
      }
    }
    return sent;
  }

  /// The message was not sent: a train goes out one by one where only its length in all was
  /// refused.
  ///
  /// @return false when the socket took not all of it
  private boolean refused(MessageBatch batch, int message, int errno) throws IOException {
    boolean cannotCut = errno == Errno.EINVAL || errno == Errno.EIO || errno == Errno.EMSGSIZE;
    if (!cannotCut || !batch.isTrain(message)) {
      dropped.incrementAndGet();
      return true;
    }
    sendsSingly |= errno == Errno.EIO;
    while (batch.nextSegment(message)) {
      long count = send(batch, message, 1);
      if (count == -Errno.EAGAIN) {
        return false;
      }
      if (count < 0) {
        dropped.incrementAndGet();
      }
    }
    return true;
  }

  private long send(MessageBatch batch, int first, int count) throws IOException {
    descriptor.enter();
    try {
      return batch.send(descriptor.fd, first, count);
    } finally {
      descriptor.exit();
    }
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
  public boolean isOpen() {
    return !descriptor.isClosed();
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
