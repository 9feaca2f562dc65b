package dev.motet.tls.client;

import dev.motet.crypto.PublicKeys;
import dev.motet.tls.message.SignatureScheme;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;

/// Signatures of TLS 1.2, where an ECDSA scheme names a hash but no curve (RFC 5246 7.4.1.4.1).
final class Tls12Signatures {
  private Tls12Signatures() {}

  static boolean verify(
      PublicKeys keys, int scheme, PublicKey key, byte[] content, byte[] signature) {
    return keys.verify(scheme, key, content, signature);
  }
}
