package dev.motet.io;

import java.io.EOFException;
import java.io.IOException;

/// Reads the messages of a handshake from a `Conn` whose reads may end anywhere: parses what is
/// there, waits for more while a message is incomplete, and keeps what came too early for
/// [#rest()]. One thread.
public final class StreamReader {
  /// Parses one message; a [TruncatedException] asks for more bytes.
  public interface Parser<T> {
    T parse(ByteReader in) throws IOException;
  }

  private final Conn conn;
  private final Buffer buffer;

  /// @param limit bytes that a message may have
  public StreamReader(Conn conn, int limit) {
    this.conn = conn;
    this.buffer = Buffer.allocate(limit);
  }

  /// Blocks for one message and takes it off.
  ///
  /// @throws EOFException when the stream ends before the message does
  public <T> T read(Parser<T> parser) throws IOException {
    while (true) {
      ByteReader in = new ByteReader(buffer);
      try {
        T message = parser.parse(in);
        buffer.from = in.position();
        return message;
      } catch (TruncatedException _) {
        fill();
      }
    }
  }

  /// Blocks for the next byte and leaves it where it is.
  public int peek() throws IOException {
    while (buffer.isEmpty()) {
      fill();
    }
    return buffer.array[buffer.from] & 0xff;
  }

  /// What follows the messages read: early bytes first. This reader must not be used again.
  public Conn rest() {
    return buffer.isEmpty() ? conn : new PrefixedConn(buffer, conn);
  }

  private void fill() throws IOException {
    if (buffer.isEmpty()) {
      buffer.clear();
    } else if (buffer.readable() == 0) {
      compact();
    }
    if (conn.read(buffer) < 0) {
      throw new EOFException("end of stream after " + buffer.length() + " bytes of a message");
    }
  }

  private void compact() throws ProtocolException {
    int length = buffer.length();
    if (buffer.from == Buffer.HEAD_ROOM) {
      throw new ProtocolException("message of more than " + length + " bytes");
    }
    System.arraycopy(buffer.array, buffer.from, buffer.array, Buffer.HEAD_ROOM, length);
    buffer.from = Buffer.HEAD_ROOM;
    buffer.to = Buffer.HEAD_ROOM + length;
  }
}
