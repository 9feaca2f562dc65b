package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The proof that a peer has the key of its certificate (RFC 8446 4.4.3).
///
/// @param signature not to be changed
public record CertificateVerify(int scheme, byte[] signature) {
  private static final int PREFIX_BYTES = 64;

  // scheme (u16), signature (u16 length)
  public static CertificateVerify read(ByteReader in) throws ProtocolException {
    CertificateVerify message = new CertificateVerify(in.u16(), Vectors.opaque16(in));
    in.end();
    return message;
  }

  /// The complete message.
  public byte[] toBytes() {
    return Message.of(
        HandshakeType.CERTIFICATE_VERIFY,
        2 + 2 + signature.length,
        out -> out.u16(scheme).u16(signature.length).bytes(signature));
  }

  // 64 spaces, text, 0, hash of the transcript
  /// What is signed.
  ///
  /// @param server whether it is the server's signature
  public static byte[] content(boolean server, byte[] transcriptHash) {
    String text = "TLS 1.3, " + (server ? "server" : "client") + " CertificateVerify";
    byte[] name = text.getBytes(StandardCharsets.US_ASCII);
    byte[] content = new byte[PREFIX_BYTES + name.length + 1 + transcriptHash.length];
    Arrays.fill(content, 0, PREFIX_BYTES, (byte) ' ');
    System.arraycopy(name, 0, content, PREFIX_BYTES, name.length);
    System.arraycopy(
        transcriptHash, 0, content, PREFIX_BYTES + name.length + 1, transcriptHash.length);
    return content;
  }
}
