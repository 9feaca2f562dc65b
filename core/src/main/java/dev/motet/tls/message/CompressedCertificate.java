package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;

/// A Certificate message that was compressed (RFC 8879 4). The transcript has it as it is.
///
/// @param algorithm 1 zlib, 2 brotli, 3 zstd
/// @param uncompressedBytes of the body of the Certificate
/// @param compressed not to be changed
public record CompressedCertificate(int algorithm, int uncompressedBytes, byte[] compressed) {
  public static final int ZLIB = 1;
  public static final int BROTLI = 2;
  public static final int ZSTD = 3;

  // algorithm (u16), length without compression (u24), data (u24 length)
  public static CompressedCertificate read(ByteReader in) throws ProtocolException {
    CompressedCertificate message =
        new CompressedCertificate(in.u16(), in.u24(), Vectors.opaque24(in));
    in.end();
    return message;
  }

  /// The complete message.
  public byte[] toBytes() {
    return Message.of(
        HandshakeType.COMPRESSED_CERTIFICATE,
        2 + 3 + 3 + compressed.length,
        out -> out.u16(algorithm).u24(uncompressedBytes).u24(compressed.length).bytes(compressed));
  }
}
