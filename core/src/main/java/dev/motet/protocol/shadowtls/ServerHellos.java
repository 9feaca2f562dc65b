package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.ServerHello;
import org.jspecify.annotations.Nullable;

/// Finds the ServerHello at the beginning of a record.
final class ServerHellos {
  private ServerHellos() {}

  /// @return null where there is none, or none that stands in one record
  static @Nullable ServerHello in(Buffer record) {
    if (TlsRecords.type(record) != TlsRecords.HANDSHAKE) {
      return null;
    }
    ByteReader bytes =
        new ByteReader(record.array, record.from + TlsRecords.HEADER_BYTES, record.to);
    try {
      return bytes.u8() == HandshakeType.SERVER_HELLO
          ? ServerHello.read(bytes.sub(bytes.u24()))
          : null;
    } catch (ProtocolException _) {
      return null;
    }
  }
}
