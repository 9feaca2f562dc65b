package dev.motet.mux;

import dev.motet.io.AddressCodec;
import dev.motet.io.AddressMemo;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.ProtocolException;
import dev.motet.io.TruncatedException;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

// hot
/// The frames of UDP over TCP: address (UOT form, missing in connect mode), u16 length, payload.
///
/// Packets that are sent together leave in as few writes as possible. An idle association holds a
/// small buffer, one in bulk transfer a large one.
final class UotPackets implements PacketConn {
  private static final int SMALL = 4 * 1024;
  private static final int LARGE = 64 * 1024;
  private static final byte[] NO_ADDRESS = {};

  private final Conn conn;
  private final @Nullable Destination fixed;
  private final AddressMemo received = new AddressMemo(AddressCodec.UOT);
  private final AddressMemo sent = new AddressMemo(AddressCodec.UOT);

  /// Receiving thread: the address of the next frame, when it was read before.
  private @Nullable Destination early;

  private Buffer in = Buffer.allocate(SMALL);
  private int wanted;
  private boolean stoppedByFullBatch;

  /// Sending thread: frames not written yet; at first the request of a client.
  private Buffer out;

  private UotPackets(
      Conn conn, @Nullable Destination fixed, @Nullable Destination early, Buffer out) {
    this.conn = conn;
    this.fixed = fixed;
    this.early = early;
    this.out = out;
  }

  /// @param fixed the only destination, in connect mode
  /// @param early the address of the first frame, which is not in `conn` any more
  static UotPackets accepted(Conn conn, @Nullable Destination fixed, @Nullable Destination early) {
    return new UotPackets(conn, fixed, early, Buffer.allocate(SMALL));
  }

  /// @param request leaves in front of the first frames
  static UotPackets dialled(Conn conn, Buffer request) {
    return new UotPackets(conn, null, null, request);
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    int before = into.count();
    while (true) {
      boolean more = true;
      while (more && !into.isFull()) {
        more = takeFrame(into);
      }
      stoppedByFullBatch = more;
      if (into.count() > before) {
        return into.count() - before;
      }
      if (!fill()) {
        return -1;
      }
    }
  }

  @Override
  public boolean reportsReadiness() {
    return conn.reportsReadiness();
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return stoppedByFullBatch || conn.awaitReadable(nanos);
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    if (packets.count() == 1 && packets.get(0).segmentBytes == 0 && out.isEmpty()) {
      sendInPlace(packets.get(0));
      return;
    }
    for (int i = 0; i < packets.count(); i++) {
      append(packets.get(i));
    }
    if (!out.isEmpty()) {
      conn.write(out);
      out.clear();
    }
  }

  @Override
  public void abort(IOException reason) {
    conn.abort(reason);
  }

  @Override
  public void close() {
    conn.close();
  }

  /// @return false when the rest of the frame is still to come
  private boolean takeFrame(PacketBatch into) throws ProtocolException {
    int start = in.from;
    Destination remote = remote();
    if (remote == null || in.length() < 2) {
      in.from = start;
      wanted = in.length() + 1;
      return false;
    }
    int length = (in.array[in.from] & 0xff) << 8 | (in.array[in.from + 1] & 0xff);
    if (in.length() < 2 + length) {
      wanted = in.from + 2 + length - start;
      in.from = start;
      return false;
    }
    in.from += 2;
    if (length <= into.packetBytes()) {
      Packet packet = into.add();
      packet.data.append(in.array, in.from, length);
      packet.remote = remote;
    }
    in.from += length;
    early = null;
    return true;
  }

  private @Nullable Destination remote() throws ProtocolException {
    if (fixed != null) {
      return fixed;
    }
    if (early != null) {
      return early;
    }
    if (in.isEmpty()) {
      return null;
    }
    try {
      return received.read(in);
    } catch (TruncatedException _) {
      return null; // the address is still coming
    }
  }

  /// @return false at the end of the stream
  private boolean fill() throws IOException {
    int held = in.length();
    boolean filled = in.readable() == 0;
    int size = in.array.length - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM;
    if (wanted > size || (filled && size < LARGE)) {
      Buffer larger = Buffer.allocate(Math.max(wanted, LARGE));
      larger.append(in);
      in = larger;
    } else if (in.isEmpty()) {
      in.clear();
    } else if (filled || in.from + wanted > in.array.length - Buffer.TAIL_ROOM) {
      System.arraycopy(in.array, in.from, in.array, Buffer.HEAD_ROOM, held);
      in.from = Buffer.HEAD_ROOM;
      in.to = Buffer.HEAD_ROOM + held;
    }
    if (conn.read(in) >= 0) {
      return true;
    }
    if (held > 0) {
      throw new EOFException("end of stream after " + held + " bytes of a frame");
    }
    return false;
  }

  private void sendInPlace(Packet packet) throws IOException {
    byte[] address = address(packet);
    Buffer data = packet.data;
    if (address == null) {
      return;
    }
    if (data.headRoom() < address.length + 2) {
      append(packet);
      conn.write(out);
      out.clear();
      return;
    }
    int length = data.length();
    data.from -= 2;
    data.array[data.from] = (byte) (length >>> 8);
    data.array[data.from + 1] = (byte) length;
    data.prepend(address, 0, address.length);
    conn.write(data);
  }

  private void append(Packet packet) throws IOException {
    byte[] address = address(packet);
    if (address == null) {
      return;
    }
    Buffer data = packet.data;
    int size = packet.segmentBytes == 0 ? data.length() : packet.segmentBytes;
    do {
      int length = Math.min(size, data.length());
      makeRoom(address.length + 2 + length);
      out.append(address, 0, address.length);
      out.array[out.to++] = (byte) (length >>> 8);
      out.array[out.to++] = (byte) length;
      data.moveTo(out, length);
    } while (!data.isEmpty());
  }

  /// Writes what waits when the next frame does not fit behind it.
  private void makeRoom(int bytes) throws IOException {
    if (bytes <= out.readable()) {
      return;
    }
    if (out.array.length < LARGE) {
      Buffer larger = Buffer.allocate(LARGE + AddressCodec.MAX_BYTES + 2);
      larger.append(out);
      out = larger;
    }
    if (bytes > out.readable()) {
      conn.write(out);
      out.clear();
    }
  }

  /// @return null when this form cannot hold it: the packet is dropped
  private byte @Nullable [] address(Packet packet) {
    if (fixed != null) {
      return NO_ADDRESS;
    }
    try {
      return sent.bytes(packet.remote());
    } catch (DialException _) {
      return null; // a bad packet never ends the association
    }
  }
}
