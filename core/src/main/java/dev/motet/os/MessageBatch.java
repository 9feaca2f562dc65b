package dev.motet.os;

import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

// hot
/// Native memory for one `recvmmsg` or `sendmmsg`: headers, addresses, control messages, payloads.
/// Of one thread at a time.
final class MessageBatch implements AutoCloseable {
  private static final int SLOTS = 16;
  private static final int PAYLOAD = 64 * 1024;

  // struct mmsghdr on 64-bit: msghdr {name, namelen, iov, iovlen, control, controllen, flags}, len
  private static final int HEADER = 64;
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 8;
  private static final int VECTOR = 16;
  private static final int VECTOR_LENGTH = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;
  private static final int LENGTH = 56;

  // struct cmsghdr: length (u64), level (u32), type (u32), data
  private static final int CONTROL_BYTES = 64;
  private static final int CONTROL_HEADER = 16;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;
  private static final int UDP_GRO = 104;

  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_NOSIGNAL = 0x4000;

  /// Datagrams in a train sent; more of the usual size overflow 64 KiB and are lost.
  private static final int MAX_SEGMENTS = 40;

  private static final int ADDRESS = 32;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment headers = arena.allocate((long) HEADER * SLOTS, 8);
  private final MemorySegment vectors = arena.allocate(16L * SLOTS, 8);
  private final MemorySegment addresses = arena.allocate((long) ADDRESS * SLOTS, 8);
  private final MemorySegment controls = arena.allocate((long) CONTROL_BYTES * SLOTS, 8);
  private final MemorySegment payloads = arena.allocate((long) PAYLOAD * SLOTS, 4096);

  /// The last remote end decoded, and its bytes: the next packet is mostly from there too.
  private final MemorySegment known = arena.allocate(ADDRESS, 8);

  private Destination.@Nullable Ip knownAs;

  MessageBatch() {
    for (int i = 0; i < SLOTS; i++) {
      headers.set(ValueLayout.JAVA_LONG, at(i, NAME), addresses.address() + (long) i * ADDRESS);
      headers.set(ValueLayout.JAVA_LONG, at(i, VECTOR), vectors.address() + 16L * i);
      headers.set(ValueLayout.JAVA_LONG, at(i, VECTOR_LENGTH), 1);
      vectors.set(ValueLayout.JAVA_LONG, 16L * i, payloads.address() + (long) i * PAYLOAD);
    }
  }

  int capacity() {
    return SLOTS;
  }

  /// @return messages received, or minus errno
  long receive(int fd, int wanted) {
    for (int i = 0; i < wanted; i++) {
      headers.set(ValueLayout.JAVA_INT, at(i, NAME_LENGTH), SockAddr.MAX_BYTES);
      headers.set(
          ValueLayout.JAVA_LONG, at(i, CONTROL), controls.address() + (long) i * CONTROL_BYTES);
      headers.set(ValueLayout.JAVA_LONG, at(i, CONTROL_LENGTH), CONTROL_BYTES);
      headers.set(ValueLayout.JAVA_INT, at(i, FLAGS), 0);
      vectors.set(ValueLayout.JAVA_LONG, 16L * i + 8, PAYLOAD);
    }
    return Kernel.call(Call.RECVMMSG, fd, headers.address(), wanted, 0, 0, 0);
  }

  /// Copies received messages into free slots.
  ///
  /// @return datagrams dropped because they were longer than a slot
  int moveTo(PacketBatch into, int count) throws IOException {
    int dropped = 0;
    for (int i = 0; i < count; i++) {
      int length = headers.get(ValueLayout.JAVA_INT, at(i, LENGTH));
      int segment = segmentBytes(i);
      boolean train = segment > 0 && segment < length;
      boolean cut = (headers.get(ValueLayout.JAVA_INT, at(i, FLAGS)) & MSG_TRUNC) != 0;
      if (cut || length > into.packetBytes()) {
        dropped += train ? (length + segment - 1) / segment : 1;
        continue;
      }
      Packet packet = into.add();
      MemorySegment.copy(
          payloads,
          ValueLayout.JAVA_BYTE,
          (long) i * PAYLOAD,
          packet.data.array,
          packet.data.to,
          length);
      packet.data.to += length;
      packet.segmentBytes = train ? segment : 0;
      packet.remote = remote(i);
    }
    return dropped;
  }

  private int segmentBytes(int message) {
    long base = (long) message * CONTROL_BYTES;
    boolean present =
        headers.get(ValueLayout.JAVA_LONG, at(message, CONTROL_LENGTH)) > CONTROL_HEADER
            && controls.get(ValueLayout.JAVA_INT, base + 8) == SOL_UDP
            && controls.get(ValueLayout.JAVA_INT, base + 12) == UDP_GRO;
    return present ? controls.get(ValueLayout.JAVA_INT, base + CONTROL_HEADER) : 0;
  }

  private Destination.Ip remote(int message) throws IOException {
    long base = (long) message * ADDRESS;
    Destination.Ip last = knownAs;
    if (last != null && SockAddr.same(addresses, base, known, 0)) {
      return last;
    }
    MemorySegment.copy(addresses, base, known, 0, ADDRESS);
    Destination.Ip next =
        new Destination.Ip(SockAddr.address(addresses, base), SockAddr.port(addresses, base));
    knownAs = next;
    return next;
  }

  /// Messages that `packet` becomes: a train is cut so that each is sent whole.
  static int messages(Packet packet) {
    return packet.segmentBytes == 0
        ? 1
        : (packet.segments() + segmentsAtOnce(packet) - 1) / segmentsAtOnce(packet);
  }

  /// Whether `packet` still fits.
  boolean fits(Packet packet, int filled) {
    return filled + messages(packet) <= SLOTS;
  }

  /// Copies a packet into the messages from `filled` on.
  ///
  /// @return messages filled afterwards
  int fill(int filled, Packet packet, int family) {
    if (!(packet.remote() instanceof Destination.Ip to)) {
      throw new IllegalArgumentException("a name is no socket address: " + packet.remote());
    }
    int length = packet.data.length();
    int step = packet.segmentBytes == 0 ? length : packet.segmentBytes * segmentsAtOnce(packet);
    int next = filled;
    int done = 0;
    do {
      int bytes = Math.min(step, length - done);
      message(next++, packet, packet.data.from + done, bytes, to, family);
      done += bytes;
    } while (done < length);
    return next;
  }

  private void message(int i, Packet packet, int offset, int bytes, Destination.Ip to, int family) {
    long address = (long) i * ADDRESS;
    int nameBytes = SockAddr.write(addresses, address, family, to.address(), to.port());
    headers.set(ValueLayout.JAVA_INT, at(i, NAME_LENGTH), nameBytes);
    MemorySegment.copy(
        packet.data.array, offset, payloads, ValueLayout.JAVA_BYTE, (long) i * PAYLOAD, bytes);
    vectors.set(ValueLayout.JAVA_LONG, 16L * i + 8, bytes);
    boolean train = packet.segmentBytes > 0 && bytes > packet.segmentBytes;
    if (train) {
      long base = (long) i * CONTROL_BYTES;
      controls.set(ValueLayout.JAVA_LONG, base, CONTROL_HEADER + 2);
      controls.set(ValueLayout.JAVA_INT, base + 8, SOL_UDP);
      controls.set(ValueLayout.JAVA_INT, base + 12, UDP_SEGMENT);
      controls.set(ValueLayout.JAVA_SHORT, base + CONTROL_HEADER, (short) packet.segmentBytes);
    }
    headers.set(
        ValueLayout.JAVA_LONG,
        at(i, CONTROL),
        train ? controls.address() + (long) i * CONTROL_BYTES : 0);
    headers.set(ValueLayout.JAVA_LONG, at(i, CONTROL_LENGTH), train ? CONTROL_HEADER + 8 : 0);
    headers.set(ValueLayout.JAVA_INT, at(i, FLAGS), 0);
  }

  /// @return messages sent, at least 1, or minus errno of the first
  long send(int fd, int first, int count) {
    return Kernel.call(
        Call.SENDMMSG, fd, headers.address() + (long) first * HEADER, count, MSG_NOSIGNAL, 0, 0);
  }

  @Override
  public void close() {
    arena.close();
  }

  private static int segmentsAtOnce(Packet packet) {
    return Math.max(1, Math.min(MAX_SEGMENTS, 65_000 / packet.segmentBytes));
  }

  private static long at(int message, int field) {
    return (long) message * HEADER + field;
  }
}
