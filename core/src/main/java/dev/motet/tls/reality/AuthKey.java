package dev.motet.tls.reality;

import dev.motet.crypto.Aead;
import dev.motet.crypto.Hkdf;
import dev.motet.tls.handshake.HelloHook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The key that a client and a server of REALITY have in common for one ClientHello. It seals the
/// client's proof in the session id, and takes the place of a signature in the server's
/// certificate.
final class AuthKey {
  /// Bytes of a proof.
  static final int PROOF_BYTES = 16;

  private static final int SALT_BYTES = 20;
  private static final int SESSION_ID_BYTES = 32;
  private static final int RANDOM_BYTES = 32;
  private static final byte[] INFO = "REALITY".getBytes(StandardCharsets.US_ASCII);

  private final byte[] key;
  private final byte[] nonce;

  private AuthKey(byte[] key, byte[] nonce) {
    this.key = key;
    this.nonce = nonce;
  }

  /// @param shared X25519 of the client's share and the server's key
  /// @param random of the ClientHello
  static AuthKey of(byte[] shared, byte[] random) {
    byte[] salt = Arrays.copyOf(random, SALT_BYTES);
    byte[] key = Hkdf.SHA256.expand(Hkdf.SHA256.extract(salt, shared), INFO, 32);
    return new AuthKey(key, Arrays.copyOfRange(random, SALT_BYTES, RANDOM_BYTES));
  }

  /// The session id of a hello whose session id is zero.
  byte[] seal(byte[] hello, byte[] proof) {
    byte[] sealed = new byte[SESSION_ID_BYTES];
    aead().seal(nonce, hello, 0, hello.length, proof, 0, PROOF_BYTES, sealed, 0);
    return sealed;
  }

  /// The proof in the session id of a hello, which has 32 bytes there.
  ///
  /// @param hello the message, header of 4 bytes included; unchanged
  /// @return null when it was not sealed with this key
  byte @Nullable [] open(byte[] hello) {
    byte[] covered = hello.clone();
    int at = HelloHook.SESSION_ID_AT;
    Arrays.fill(covered, at, at + SESSION_ID_BYTES, (byte) 0);
    byte[] proof = new byte[PROOF_BYTES];
    try {
      aead().open(nonce, covered, 0, covered.length, hello, at, SESSION_ID_BYTES, proof, 0);
      return proof;
    } catch (AEADBadTagException _) {
      return null; // a session id of somebody else
    }
  }

  /// What stands in a certificate as its signature.
  ///
  /// @param publicKey Ed25519, 32 bytes
  byte[] certificateMac(byte[] publicKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(key, "HmacSHA512"));
      return mac.doFinal(publicKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA512", e);
    }
  }

  private Aead aead() {
    return new Aead(Aead.Algorithm.AES_256_GCM, key);
  }
}
