package dev.motet.dns.message;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes the messages of a stream apart, each of which stands behind its length in two bytes (RFC
/// 1035 4.2.2). Its buffer grows for a long message and is let go with it. One thread.
public final class FrameReader {
  /// Enough for some queries in a row.
  private static final int FIRST_BYTES = 512;

  private final Conn conn;
  private Buffer buffer = Buffer.allocate(FIRST_BYTES);

  public FrameReader(Conn conn) {
    this.conn = conn;
  }

  /// Blocks for the next message.
  ///
  /// @return null at the end of the stream
  /// @throws EOFException when the stream ends inside a message
  public byte @Nullable [] next() throws IOException {
    while (true) {
      int wanted = 2;
      if (buffer.length() >= 2) {
        int length = PlainQuery.u16(buffer.array, buffer.from);
        if (length < Message.HEADER_BYTES) {
          throw new ProtocolException("message of " + length + " bytes (expected: at least 12)");
        }
        wanted += length;
      }
      if (wanted > 2 && buffer.length() >= wanted) {
        byte[] message = Arrays.copyOfRange(buffer.array, buffer.from + 2, buffer.from + wanted);
        buffer.skip(wanted);
        return message;
      }
      makeRoom(wanted);
      if (conn.read(buffer) < 0) {
        if (buffer.isEmpty()) {
          return null;
        }
        throw new EOFException("end of stream inside a message");
      }
    }
  }

  /// The message behind its length.
  public static Buffer frame(byte[] message) {
    Buffer framed = Buffer.allocate(message.length);
    framed.append(message, 0, message.length);
    framed.prepend(new byte[] {(byte) (message.length >> 8), (byte) message.length}, 0, 2);
    return framed;
  }

  private void makeRoom(int wanted) {
    if (buffer.isEmpty()) {
      boolean grown = buffer.array.length > FIRST_BYTES + Buffer.HEAD_ROOM + Buffer.TAIL_ROOM;
      buffer = grown ? Buffer.allocate(FIRST_BYTES) : buffer.clear();
    }
    if (buffer.readable() > 0 && buffer.readable() + buffer.length() >= wanted) {
      return;
    }
    Buffer larger = Buffer.allocate(Math.max(wanted, FIRST_BYTES));
    larger.append(buffer);
    buffer = larger;
  }
}
