package dev.motet.protocol.socks;

import dev.motet.io.AddressCodec;
import dev.motet.io.AddressMemo;
import dev.motet.io.Buffer;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.ProtocolException;
import dev.motet.io.RewritingPacketConn;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

// hot
/// The packets of a UDP association, at either end: takes the SOCKS5 header off what comes from the
/// peer and puts one in front of what goes to it (RFC 1928 section 7).
///
/// A train of segments for one destination stays a train. Packets that are not from the peer, that
/// are fragments, or that are damaged are dropped.
final class SocksPackets extends RewritingPacketConn {
  /// reserved (u16), fragment (u8), in front of the address
  private static final int FIXED_BYTES = 3;

  private final SocksPeer peer;
  private final AddressMemo received = new AddressMemo(AddressCodec.SOCKS);
  private final AddressMemo sent = new AddressMemo(AddressCodec.SOCKS);
  private final Queue<Single> waiting = new ArrayDeque<>();
  private @Nullable PacketBatch spare;

  SocksPackets(PacketConn below, SocksPeer peer) {
    super(below);
    this.peer = peer;
  }

  /// A datagram out of a train for several destinations, waiting for a free slot.
  private record Single(byte[] bytes, Destination remote) {}

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return !waiting.isEmpty() || below.awaitReadable(nanos);
  }

  @Override
  protected boolean open(PacketBatch packets, int first) {
    packets.retain(first, this::passes);
    deliverWaiting(packets);
    return !waiting.isEmpty();
  }

  private boolean passes(Packet packet) {
    return peer.accepts(packet.remote()) && unwrap(packet);
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    wrapAll(packets);
    if (packets.count() > 0) {
      below.send(packets);
    }
  }

  /// A train without room for its headers needs further sends.
  @Override
  protected boolean seal(PacketBatch packets) throws IOException {
    for (int i = 0; i < packets.count(); i++) {
      if (!hasRoom(packets.get(i))) {
        return false;
      }
    }
    wrapAll(packets);
    return true;
  }

  private void wrapAll(PacketBatch packets) throws IOException {
    Destination to = peer.address();
    int kept = 0;
    for (int i = 0; i < packets.count(); i++) {
      if (to != null && wrap(packets.get(i), to)) {
        packets.swap(kept++, i);
      }
    }
    packets.truncate(kept);
  }

  private boolean unwrap(Packet packet) {
    if (packet.segmentBytes > 0) {
      return unwrapTrain(packet);
    }
    Destination remote = strip(packet.data);
    packet.remote = remote;
    return remote != null;
  }

  /// Moves the payloads together; those for another destination than the first wait by themselves.
  private boolean unwrapTrain(Packet packet) {
    Buffer data = packet.data;
    int start = data.from;
    int end = data.to;
    int write = start;
    int runBytes = 0;
    Destination run = null;
    for (int at = start; at < end; at += packet.segmentBytes) {
      data.from = at;
      data.to = Math.min(at + packet.segmentBytes, end);
      Destination remote = strip(data);
      if (remote == null) {
        continue;
      }
      int length = data.length();
      if (run == null) {
        run = remote;
        runBytes = length;
      }
      if (remote.equals(run) && (length == runBytes || (length < runBytes && data.to == end))) {
        System.arraycopy(data.array, data.from, data.array, write, length);
        write += length;
      } else {
        waiting.add(new Single(data.toBytes(), remote));
      }
    }
    data.from = start;
    data.to = write;
    packet.remote = run;
    packet.segmentBytes = write - start > runBytes ? runBytes : 0;
    return run != null;
  }

  // reserved (u16), fragment (u8), address (SOCKS form), payload
  /// @return null when it is no datagram of its own, or damaged
  private @Nullable Destination strip(Buffer datagram) {
    if (datagram.length() < FIXED_BYTES || datagram.array[datagram.from + 2] != 0) {
      return null;
    }
    datagram.from += FIXED_BYTES;
    try {
      return received.read(datagram);
    } catch (ProtocolException _) {
      return null; // a bad datagram never ends the association
    }
  }

  private void deliverWaiting(PacketBatch into) {
    while (!waiting.isEmpty() && !into.isFull()) {
      Single single = waiting.remove();
      if (single.bytes.length <= into.packetBytes()) {
        Packet packet = into.add();
        packet.data.append(single.bytes, 0, single.bytes.length);
        packet.remote = single.remote;
      }
    }
  }

  private boolean wrap(Packet packet, Destination to) throws IOException {
    byte[] address = address(packet);
    if (address == null) {
      return false;
    }
    int header = FIXED_BYTES + address.length;
    packet.remote = to;
    if (!expand(packet.data, packet.segmentBytes, address)) {
      sendOneByOne(packet, address);
      return false;
    }
    packet.segmentBytes += packet.segmentBytes == 0 ? 0 : header;
    return true;
  }

  /// @return null when the header cannot hold it
  private byte @Nullable [] address(Packet packet) {
    try {
      return sent.bytes(packet.remote());
    } catch (DialException _) {
      return null; // a bad packet never ends the association
    }
  }

  private boolean hasRoom(Packet packet) {
    byte[] address = address(packet);
    return address == null
        || packet.segments() * (FIXED_BYTES + address.length)
            <= packet.data.headRoom() + packet.data.room();
  }

  /// Puts a header in front of each segment, in place: segments move to the left as long as there
  /// is room before them, the others to the right.
  ///
  /// @return false when the array has not enough room
  private static boolean expand(Buffer data, int segmentBytes, byte[] address) {
    int header = FIXED_BYTES + address.length;
    int size = segmentBytes == 0 ? Math.max(1, data.length()) : segmentBytes;
    int segments = Math.max(1, (data.length() + size - 1) / size);
    int growth = segments * header;
    int left = Math.min(growth, data.headRoom());
    if (growth - left > data.room()) {
      return false;
    }
    int from = data.from;
    int to = data.to;
    data.from -= left;
    data.to += growth - left;
    int toTheLeft = left / header;
    for (int i = 0; i < toTheLeft; i++) {
      move(data, from, to, size, i, address);
    }
    for (int i = segments - 1; i >= toTheLeft; i--) {
      move(data, from, to, size, i, address);
    }
    return true;
  }

  private static void move(Buffer data, int from, int to, int size, int i, byte[] address) {
    int header = FIXED_BYTES + address.length;
    int source = from + i * size;
    int target = data.from + i * (size + header) + header;
    System.arraycopy(data.array, source, data.array, target, Math.min(size, to - source));
    int at = target - header;
    data.array[at] = 0;
    data.array[at + 1] = 0;
    data.array[at + 2] = 0;
    System.arraycopy(address, 0, data.array, at + FIXED_BYTES, address.length);
  }

  /// For a train so full that its headers do not fit.
  private void sendOneByOne(Packet train, byte[] address) throws IOException {
    PacketBatch one = spare;
    if (one == null) {
      one = new PacketBatch(1, PacketBatch.MAX_PACKET_BYTES);
      spare = one;
    }
    int size = train.segmentBytes == 0 ? train.data.length() : train.segmentBytes;
    while (!train.data.isEmpty()) {
      one.clear();
      Packet single = one.add();
      train.data.moveTo(single.data, size);
      single.remote = train.remote();
      if (expand(single.data, 0, address)) {
        below.send(one);
      }
    }
  }
}
