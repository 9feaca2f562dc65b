package dev.motet.tls.message;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.io.TruncatedException;
import java.util.ArrayList;
import java.util.List;

/// Finds the ClientHello at the start of a connection: in the records of a stream, or in the CRYPTO
/// data of QUIC. A [TruncatedException] means that more bytes are needed; it is thrown only while
/// those that are there can still become one.
public final class ClientHelloReader {
  /// Bytes that the message may have; the largest seen have about 2 000.
  public static final int MAX_BYTES = 64 * 1024;

  private static final int HANDSHAKE = 22;

  /// RFC 8446 5.1
  private static final int MAX_FRAGMENT_BYTES = 1 << 14;

  private static final int HEADER_BYTES = 4;

  private final Buffer header = new Buffer(new byte[HEADER_BYTES], 0, 0);
  private final List<ByteReader> parts = new ArrayList<>(2);
  private int partBytes;

  private ClientHelloReader() {}

  /// Reads the records of a stream, over as many of which the message may be cut.
  // records: type (u8: 22), version (u16: major 3), fragment (u16 length, 1 to 2^14)
  public static ClientHello read(ByteReader stream) throws ProtocolException {
    ClientHelloReader reader = new ClientHelloReader();
    while (!reader.isComplete()) {
      int length = recordHeader(stream);
      reader.add(stream.sub(Math.min(length, stream.remaining())));
    }
    return reader.message();
  }

  /// Reads the message without records.
  public static ClientHello readMessage(ByteReader bytes) throws ProtocolException {
    ClientHelloReader reader = new ClientHelloReader();
    reader.add(bytes);
    return reader.message();
  }

  private static int recordHeader(ByteReader in) throws ProtocolException {
    int type = in.u8();
    if (type != HANDSHAKE) {
      throw new ProtocolException("record of type " + type + " (expected: 22, handshake)");
    }
    int major = in.u8();
    if (major != 3) {
      throw new ProtocolException("record of version " + major + " (expected: 3)");
    }
    in.skip(1); // RFC 8446 5.1: the version is ignored for all purposes
    int length = in.u16();
    if (length == 0 || length > MAX_FRAGMENT_BYTES) {
      throw new ProtocolException("record of " + length + " bytes (expected: 1 to 16384)");
    }
    return length;
  }

  // type (u8: 1), length (u24), message
  private void add(ByteReader part) throws ProtocolException {
    while (part.remaining() > 0 && header.room() > 0) {
      new ByteWriter(header).u8(part.u8());
    }
    if (!header.isEmpty() && header.array[0] != ClientHello.TYPE) {
      throw new ProtocolException(
          "handshake message of type " + header.array[0] + " (expected: 1, client hello)");
    }
    if (header.room() == 0 && length() > MAX_BYTES) {
      throw new ProtocolException("ClientHello of " + length() + " bytes");
    }
    parts.add(part);
    partBytes += part.remaining();
  }

  private boolean isComplete() throws ProtocolException {
    return header.room() == 0 && partBytes >= length();
  }

  private int length() throws ProtocolException {
    return new ByteReader(header.array, 1, HEADER_BYTES).u24();
  }

  private ClientHello message() throws ProtocolException {
    if (!isComplete()) {
      throw new TruncatedException(HEADER_BYTES, header.length() + partBytes);
    }
    try {
      return ClientHello.read(body());
    } catch (TruncatedException e) {
      throw new ProtocolException("ClientHello: " + e.getMessage()); // more bytes would not help
    }
  }

  private ByteReader body() throws ProtocolException {
    int length = length();
    if (parts.size() == 1) {
      return parts.getFirst().sub(length);
    }
    ByteWriter joined = new ByteWriter(new Buffer(new byte[length], 0, 0));
    for (ByteReader part : parts) {
      joined.bytes(part.bytes(Math.min(part.remaining(), joined.buffer().room())));
    }
    return new ByteReader(joined.buffer());
  }
}
