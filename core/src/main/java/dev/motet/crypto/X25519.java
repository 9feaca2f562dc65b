package dev.motet.crypto;

import java.security.InvalidKeyException;
import java.security.SecureRandom;

/// The function X25519 on raw keys (RFC 7748 5), for keys that are not of TLS: ECH, REALITY,
/// WireGuard. BouncyCastle's is the fastest without native code.
public final class X25519 {
  public static final int BYTES = 32;

  private X25519() {}

  /// A private key, clamped as RFC 7748 5 says.
  public static byte[] newPrivateKey(SecureRandom random) {
    byte[] key = new byte[BYTES];
    org.bouncycastle.math.ec.rfc7748.X25519.generatePrivateKey(random, key);
    return key;
  }

  /// @param privateKey 32 bytes
  public static byte[] publicKey(byte[] privateKey) {
    byte[] key = new byte[BYTES];
    org.bouncycastle.math.ec.rfc7748.X25519.generatePublicKey(
        requirePrivate(privateKey), 0, key, 0);
    return key;
  }

  /// The shared secret.
  ///
  /// @param privateKey 32 bytes
  /// @param publicKey of the peer, any bytes
  /// @throws InvalidKeyException for a public key of another length, or of small order
  public static byte[] agree(byte[] privateKey, byte[] publicKey) throws InvalidKeyException {
    if (publicKey.length != BYTES) {
      throw new InvalidKeyException(
          "X25519 key of " + publicKey.length + " bytes (expected: " + BYTES + ")");
    }
    byte[] secret = new byte[BYTES];
    // RFC 7748 6.1, RFC 8446 7.4.2: a secret of zeros comes from a point of small order
    if (!org.bouncycastle.math.ec.rfc7748.X25519.calculateAgreement(
        requirePrivate(privateKey), 0, publicKey, 0, secret, 0)) {
      throw new InvalidKeyException("X25519 key of small order");
    }
    return secret;
  }

  private static byte[] requirePrivate(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException(
          "X25519 private key of " + key.length + " bytes (expected: " + BYTES + ")");
    }
    return key;
  }
}
