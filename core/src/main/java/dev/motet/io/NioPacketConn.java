package dev.motet.io;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

// hot
/// A UDP socket over a blocking NIO channel: one packet a call.
final class NioPacketConn implements SocketPacketConn {
  private final DatagramChannel channel;
  private final InetSocketAddress local;
  private final NioSocket socket;
  private final AtomicLong dropped = new AtomicLong();

  /// Of the receiving thread: the last sender, which mostly is the next one too.
  private @Nullable SocketAddress sender;

  private @Nullable Destination senderAsDestination;

  /// Of the sending thread: the last receiver.
  private @Nullable Destination receiver;

  private @Nullable InetSocketAddress receiverAsAddress;

  NioPacketConn(DatagramChannel channel, Set<Closeable> open) throws IOException {
    this.channel = channel;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.socket = new NioSocket(channel, open);
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    Packet packet = into.add();
    boolean filled = false;
    try {
      receive(packet, into.packetBytes());
      filled = true;
      return 1;
    } catch (IOException e) {
      throw socket.failure(e);
    } finally {
      if (!filled) {
        into.truncate(into.count() - 1);
      }
    }
  }

  /// The first packet that is not too long. One byte more than allowed shows which one is: NIO cuts
  /// without a word.
  private void receive(Packet packet, int maxBytes) throws IOException {
    Buffer data = packet.data;
    while (true) {
      ByteBuffer target = ByteBuffer.wrap(data.array, data.to, maxBytes + 1);
      SocketAddress from = channel.receive(target);
      if (target.hasRemaining()) {
        data.to = target.position();
        packet.remote = destination(from);
        return;
      }
      dropped.incrementAndGet();
    }
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    for (int i = 0; i < packets.count(); i++) {
      Packet packet = packets.get(i);
      InetSocketAddress to = address(packet.remote());
      Buffer data = packet.data;
      int step = packet.segmentBytes == 0 ? data.length() : packet.segmentBytes;
      do {
        int count = Math.min(step, data.length());
        send(ByteBuffer.wrap(data.array, data.from, count), to);
        data.from += count;
      } while (!data.isEmpty());
    }
  }

  private void send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
    try {
      channel.send(datagram, to);
    } catch (UnsupportedAddressTypeException e) {
      dropped.incrementAndGet();
    } catch (IOException e) {
      if (socket.ended()) {
        throw socket.failure(e);
      }
      dropped.incrementAndGet();
    }
  }

  private Destination destination(SocketAddress from) {
    Destination known = senderAsDestination;
    if (known == null || !from.equals(sender)) {
      known = Destination.of((InetSocketAddress) from);
      sender = from;
      senderAsDestination = known;
    }
    return known;
  }

  private InetSocketAddress address(Destination to) {
    InetSocketAddress known = receiverAsAddress;
    if (known != null && to.equals(receiver)) {
      return known;
    }
    if (!(to instanceof Destination.Ip ip)) {
      throw new IllegalArgumentException("packet to the name " + to + " (expected: an address)");
    }
    known = ip.toSocketAddress();
    receiver = to;
    receiverAsAddress = known;
    return known;
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void abort(IOException reason) {
    if (socket.end(reason)) {
      socket.closeChannel();
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
