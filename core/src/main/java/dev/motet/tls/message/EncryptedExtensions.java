package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server answers under the handshake keys (RFC 8446 4.3.1); a client sends it too where
/// ALPS was negotiated.
public record EncryptedExtensions(List<Extension> extensions) {
  // extensions (u16 length)
  public static EncryptedExtensions read(ByteReader in) throws ProtocolException {
    EncryptedExtensions message = new EncryptedExtensions(Vectors.extensions(in));
    in.end();
    return message;
  }

  /// The body of an extension; null where it is absent.
  public byte @Nullable [] extension(int type) {
    return Extension.find(extensions, type);
  }

  /// The complete message.
  public byte[] toBytes() {
    return Message.of(
        HandshakeType.ENCRYPTED_EXTENSIONS,
        Extension.bytes(extensions),
        out -> Vectors.writeExtensions(out, extensions));
  }
}
