package dev.motet.tls.reality;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import java.io.ByteArrayOutputStream;

/// The ClientHello at the start of a stream, and its message without records.
///
/// @param message header of 4 bytes included; not to be changed
record FirstHello(byte[] message, ClientHello hello) {
  /// Bytes of a stream after which it is a stranger: own hellos have a tenth.
  static final int MAX_BYTES = 20_000;

  private static final int MESSAGE_HEADER_BYTES = 4;
  private static final int RECORD_HEADER_BYTES = 5;

  /// @throws dev.motet.io.TruncatedException when more bytes are needed
  /// @throws ProtocolException when no bytes make it a ClientHello
  static FirstHello read(byte[] stream, int from, int to) throws ProtocolException {
    ClientHello hello = ClientHelloReader.read(new ByteReader(stream, from, to));
    ByteReader in = new ByteReader(stream, from, to);
    ByteArrayOutputStream joined = new ByteArrayOutputStream(to - from);
    int length = MESSAGE_HEADER_BYTES;
    while (joined.size() < length) {
      in.skip(3);
      int fragment = Math.min(in.u16(), in.remaining());
      joined.writeBytes(in.bytes(fragment));
      if (joined.size() >= MESSAGE_HEADER_BYTES) {
        byte[] begun = joined.toByteArray();
        length = MESSAGE_HEADER_BYTES + new ByteReader(begun, 1, MESSAGE_HEADER_BYTES).u24();
      }
    }
    return new FirstHello(java.util.Arrays.copyOf(joined.toByteArray(), length), hello);
  }

  /// How many bytes there must be until the record that is cut short is whole, or its header is:
  /// what comes one by one is looked at once a record.
  static int wanted(byte[] array, int from, int to) {
    int at = from;
    while (at + RECORD_HEADER_BYTES <= to) {
      at += RECORD_HEADER_BYTES + ((array[at + 3] & 0xff) << 8) + (array[at + 4] & 0xff);
    }
    return (at > to ? at : at + RECORD_HEADER_BYTES) - from;
  }
}
