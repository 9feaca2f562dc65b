package dev.motet.os;

import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

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

  private static final int MAX_TRAIN_BYTES = 65_000;

  private static final int ADDRESS = 32;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment headers = arena.allocate((long) HEADER * SLOTS, 8);
  private final MemorySegment vectors = arena.allocate(16L * SLOTS, 8);
  private final MemorySegment addresses = arena.allocate((long) ADDRESS * SLOTS, 8);
  private final MemorySegment controls = arena.allocate((long) CONTROL_BYTES * SLOTS, 8);
  private final MemorySegment payloads = arena.allocate((long) PAYLOAD * SLOTS, 4096);

  /// Messages below this may have to be made ready for a receive.
  private int used = SLOTS;

  /// Which packet of a batch each message is from.
  private final int[] origins = new int[SLOTS];

  /// The train whose segments are sent one by one, or -1; length of each, and where the last ends.
  private int cut = -1;

  private int singleBytes;
  private long singleEnd;

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
    for (int i = 0; i < Math.min(wanted, used); i++) {
      headers.set(ValueLayout.JAVA_INT, at(i, NAME_LENGTH), SockAddr.MAX_BYTES);
      headers.set(
          ValueLayout.JAVA_LONG, at(i, CONTROL), controls.address() + (long) i * CONTROL_BYTES);
      headers.set(ValueLayout.JAVA_LONG, at(i, CONTROL_LENGTH), CONTROL_BYTES);
      headers.set(ValueLayout.JAVA_INT, at(i, FLAGS), 0);
      vectors.set(ValueLayout.JAVA_LONG, 16L * i + 8, PAYLOAD);
    }
    long count = Kernel.call(Call.RECVMMSG, fd, headers.address(), wanted, 0, 0, 0);
    // The kernel writes to one more than it counts when that one fails.
    used = Math.max(used > wanted ? used : 0, (int) Math.min(SLOTS, Math.max(0, count) + 1));
    return count;
  }

  /// Copies received messages into free slots.
  ///
  /// @return datagrams dropped because they were longer than a slot
  int moveTo(PacketBatch into, int count, KnownRemote sender) throws IOException {
    int dropped = 0;
    for (int i = 0; i < count; i++) {
      int length = headers.get(ValueLayout.JAVA_INT, at(i, LENGTH));
      int segment = segmentBytes(i);
      boolean train = segment > 0 && segment < length;
      boolean cut = (headers.get(ValueLayout.JAVA_INT, at(i, FLAGS)) & MSG_TRUNC) != 0;
      Destination.Ip remote = sender.read(addresses, (long) i * ADDRESS);
      if (!cut && length <= into.packetBytes()) {
        move(i, 0, length, remote, into).segmentBytes = train ? segment : 0;
      } else if (!cut && train) {
        dropped += moveSingly(i, length, segment, remote, into);
      } else {
        dropped += train ? (length + segment - 1) / segment : 1;
      }
    }
    return dropped;
  }

  /// A train on a socket that stopped asking for them.
  private int moveSingly(
      int message, int length, int segment, Destination.Ip remote, PacketBatch into) {
    int dropped = 0;
    for (int at = 0; at < length; at += segment) {
      int bytes = Math.min(segment, length - at);
      if (bytes > into.packetBytes() || into.isFull()) {
        dropped++;
      } else {
        move(message, at, bytes, remote, into);
      }
    }
    return dropped;
  }

  private Packet move(int message, int offset, int bytes, Destination.Ip remote, PacketBatch into) {
    Packet packet = into.add();
    MemorySegment.copy(
        payloads,
        ValueLayout.JAVA_BYTE,
        (long) message * PAYLOAD + offset,
        packet.data.array,
        packet.data.to,
        bytes);
    packet.data.to += bytes;
    packet.remote = remote;
    return packet;
  }

  private int segmentBytes(int message) {
    long base = (long) message * CONTROL_BYTES;
    boolean present =
        headers.get(ValueLayout.JAVA_LONG, at(message, CONTROL_LENGTH)) > CONTROL_HEADER
            && controls.get(ValueLayout.JAVA_INT, base + 8) == SOL_UDP
            && controls.get(ValueLayout.JAVA_INT, base + 12) == UDP_GRO;
    return present ? controls.get(ValueLayout.JAVA_INT, base + CONTROL_HEADER) : 0;
  }

  /// Sends one datagram without a message of its own.
  ///
  /// @return not negative, or minus errno
  long sendTo(int fd, Packet packet, KnownRemote receiver, int family) {
    int nameBytes = receiver.write(addresses, 0, family, address(packet));
    used = Math.max(used, 1);
    return Kernel.call(
        Call.SENDTO,
        fd,
        packet.data.array,
        packet.data.from,
        packet.data.length(),
        MSG_NOSIGNAL,
        addresses.address(),
        nameBytes);
  }

  /// Copies a packet into the messages from `filled` on, as far as there are any, and takes what
  /// was copied off its front. A train becomes messages that are each sent whole.
  ///
  /// @param singly the kernel must not cut trains
  /// @return messages filled afterwards
  int fill(int filled, Packet packet, KnownRemote receiver, int family, boolean singly) {
    Destination.Ip to = address(packet);
    int segment = packet.segmentBytes;
    int step = packet.data.length();
    if (segment > 0) {
      step = singly ? segment : segment * Math.clamp(MAX_TRAIN_BYTES / segment, 1, MAX_SEGMENTS);
    }
    int next = filled;
    do {
      int bytes = Math.min(step, packet.data.length());
      int nameBytes = receiver.write(addresses, (long) next * ADDRESS, family, to);
      headers.set(ValueLayout.JAVA_INT, at(next, NAME_LENGTH), nameBytes);
      payload(next, packet, bytes);
      control(next, segment > 0 && bytes > segment ? segment : 0);
      next++;
    } while (next < SLOTS && !packet.data.isEmpty());
    used = Math.max(used, next);
    return next;
  }

  private static Destination.Ip address(Packet packet) {
    if (!(packet.remote() instanceof Destination.Ip to)) {
      throw new IllegalArgumentException("packet to the name " + packet.remote());
    }
    return to;
  }

  /// Notes which packet of a batch messages are from.
  void origin(int first, int end, int packet) {
    Arrays.fill(origins, first, end, packet);
  }

  int origin(int message) {
    return origins[message];
  }

  private void payload(int i, Packet packet, int bytes) {
    MemorySegment.copy(
        packet.data.array,
        packet.data.from,
        payloads,
        ValueLayout.JAVA_BYTE,
        (long) i * PAYLOAD,
        bytes);
    packet.data.from += bytes;
    vectors.set(ValueLayout.JAVA_LONG, 16L * i + 8, bytes);
  }

  /// @param segment 0 for a single datagram
  private void control(int i, int segment) {
    long base = (long) i * CONTROL_BYTES;
    if (segment > 0) {
      controls.set(ValueLayout.JAVA_LONG, base, CONTROL_HEADER + 2);
      controls.set(ValueLayout.JAVA_INT, base + 8, SOL_UDP);
      controls.set(ValueLayout.JAVA_INT, base + 12, UDP_SEGMENT);
      controls.set(ValueLayout.JAVA_SHORT, base + CONTROL_HEADER, (short) segment);
    }
    headers.set(ValueLayout.JAVA_LONG, at(i, CONTROL), segment > 0 ? controls.address() + base : 0);
    headers.set(ValueLayout.JAVA_LONG, at(i, CONTROL_LENGTH), segment > 0 ? CONTROL_HEADER + 8 : 0);
    headers.set(ValueLayout.JAVA_INT, at(i, FLAGS), 0);
  }

  boolean isTrain(int message) {
    return headers.get(ValueLayout.JAVA_LONG, at(message, CONTROL_LENGTH)) > 0;
  }

  /// Turns a message that holds a train into its first segment, then into each next one.
  ///
  /// @return false when there are no more; the message is usable for others again
  boolean nextSegment(int message) {
    long start = payloads.address() + (long) message * PAYLOAD;
    long vector = 16L * message;
    long at = vectors.get(ValueLayout.JAVA_LONG, vector);
    long bytes = vectors.get(ValueLayout.JAVA_LONG, vector + 8);
    if (cut < 0) {
      cut = message;
      long base = (long) message * CONTROL_BYTES + CONTROL_HEADER;
      singleBytes = Short.toUnsignedInt(controls.get(ValueLayout.JAVA_SHORT, base));
      singleEnd = start + bytes;
      control(message, 0);
    } else {
      at += bytes;
    }
    boolean more = at < singleEnd;
    vectors.set(ValueLayout.JAVA_LONG, vector, more ? at : start);
    vectors.set(ValueLayout.JAVA_LONG, vector + 8, Math.min(singleBytes, singleEnd - at));
    cut = more ? cut : -1;
    return more;
  }

  /// Gives up a message that was not sent, or not whole.
  ///
  /// @return bytes of it that are left
  int takeBack(int message) {
    long vector = 16L * message;
    if (cut != message) {
      return (int) vectors.get(ValueLayout.JAVA_LONG, vector + 8);
    }
    cut = -1;
    int left = (int) (singleEnd - vectors.get(ValueLayout.JAVA_LONG, vector));
    vectors.set(ValueLayout.JAVA_LONG, vector, payloads.address() + (long) message * PAYLOAD);
    return left;
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

  private static long at(int message, int field) {
    return (long) message * HEADER + field;
  }
}
