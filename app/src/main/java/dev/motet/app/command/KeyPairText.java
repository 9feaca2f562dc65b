package dev.motet.app.command;

import dev.motet.crypto.X25519;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// A private and a public key in the form that users paste.
record KeyPairText(String privateKey, String publicKey) {
  private static final int X25519_BYTES = 32;
  private static final int P256_BYTES = 32;

  /// One of the factories below.
  interface Maker {
    KeyPairText make(SecureRandom random) throws GeneralSecurityException;
  }

  /// X25519, the private key clamped as WireGuard stores it, both in base64.
  static KeyPairText wireGuard(SecureRandom random) throws GeneralSecurityException {
    byte[] secret = new byte[X25519_BYTES];
    random.nextBytes(secret);
    secret[0] &= (byte) 0xf8;
    secret[31] = (byte) ((secret[31] & 0x7f) | 0x40);
    Base64.Encoder base64 = Base64.getEncoder();
    return new KeyPairText(
        base64.encodeToString(secret), base64.encodeToString(X25519.publicKey(secret)));
  }

  /// P-256 for web push (RFC 8292): the scalar and the uncompressed point in URL-safe base64.
  static KeyPairText vapid(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair pair = generator.generateKeyPair();
    ECPublicKey point = (ECPublicKey) pair.getPublic();
    byte[] uncompressed = new byte[1 + 2 * P256_BYTES];
    uncompressed[0] = 0x04;
    put(point.getW().getAffineX(), uncompressed, 1);
    put(point.getW().getAffineY(), uncompressed, 1 + P256_BYTES);
    byte[] scalar = new byte[P256_BYTES];
    put(((ECPrivateKey) pair.getPrivate()).getS(), scalar, 0);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return new KeyPairText(base64.encodeToString(scalar), base64.encodeToString(uncompressed));
  }

  /// Big-endian, filled with zeros in front.
  private static void put(BigInteger number, byte[] into, int at) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, P256_BYTES);
    System.arraycopy(bytes, bytes.length - length, into, at + P256_BYTES - length, length);
  }
}
