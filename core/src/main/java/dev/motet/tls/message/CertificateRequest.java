package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.List;

/// A server asks for a certificate (RFC 8446 4.3.2).
///
/// @param context empty during the handshake. Not to be changed
public record CertificateRequest(byte[] context, List<Extension> extensions) {
  // context (u8 length), extensions (u16 length)
  public static CertificateRequest read(ByteReader in) throws ProtocolException {
    byte[] context = Vectors.opaque8(in);
    List<Extension> extensions = Vectors.extensions(in);
    in.end();
    return new CertificateRequest(context, extensions);
  }

  /// The complete message.
  public byte[] toBytes() {
    return Message.of(
        HandshakeType.CERTIFICATE_REQUEST,
        1 + context.length + Extension.bytes(extensions),
        out -> {
          out.u8(context.length).bytes(context);
          Vectors.writeExtensions(out, extensions);
        });
  }
}
