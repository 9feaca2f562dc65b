package dev.motet.tls.message;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import java.util.function.Consumer;

/// The frame of a handshake message (RFC 8446 4): type (u8), length (u24), body.
public final class Message {
  public static final int HEADER_BYTES = 4;

  private Message() {}

  /// The type of a complete message.
  public static int type(byte[] message) {
    return message[0] & 0xff;
  }

  /// The body of a complete message.
  ///
  /// @throws ProtocolException when the length is not that of the array
  public static ByteReader body(byte[] message) throws ProtocolException {
    ByteReader in = new ByteReader(message);
    in.skip(1);
    int length = in.u24();
    if (length != in.remaining()) {
      throw new ProtocolException(
          "message says " + length + " bytes (expected: " + in.remaining() + ")");
    }
    return in;
  }

  /// A complete message.
  ///
  /// @param bodyBytes exactly what `body` writes
  public static byte[] of(int type, int bodyBytes, Consumer<ByteWriter> body) {
    byte[] message = new byte[HEADER_BYTES + bodyBytes];
    Buffer buffer = new Buffer(message, 0, 0);
    body.accept(new ByteWriter(buffer).u8(type).u24(bodyBytes));
    if (buffer.to != message.length) {
      throw new IllegalStateException(buffer.to + " bytes of " + message.length + " written");
    }
    return message;
  }

  /// A complete message.
  public static byte[] of(int type, byte[] body) {
    return of(type, body.length, out -> out.bytes(body));
  }
}
