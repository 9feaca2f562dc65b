package dev.motet.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.NamedParameterSpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Ed25519 (RFC 8032 5.1) by BouncyCastle. Its signatures need no random bytes.
final class Ed25519Signing implements Signing {
  static final int SCHEME = 0x0807;

  @Override
  public byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
    require(key);
    byte[] seed =
        ((EdECPrivateKey) key)
            .getBytes()
            .orElseThrow(() -> new InvalidKeyException("Ed25519 key without its bytes"));
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public boolean verify(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    require(key);
    if (signature.length != Ed25519.SIGNATURE_SIZE) {
      throw new SignatureException(
          "Ed25519 signature of " + signature.length + " bytes (expected: 64)");
    }
    return Ed25519.verify(
        signature, 0, raw(((EdECPublicKey) key).getPoint()), 0, message, 0, message.length);
  }

  /// @throws InvalidKeyException for a key of something else
  static void require(Key key) throws InvalidKeyException {
    if (!(key instanceof EdECKey ed)
        || !ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
      throw new InvalidKeyException(key.getAlgorithm() + " key (expected: Ed25519)");
    }
  }

  // RFC 8032 5.1.2: y in 255 bits, little-endian, then the lowest bit of x
  private static byte[] raw(EdECPoint point) throws InvalidKeyException {
    BigInteger y = point.getY();
    if (y.signum() < 0 || y.bitLength() > 255) {
      throw new InvalidKeyException("Ed25519 key out of range");
    }
    byte[] raw = new byte[Ed25519.PUBLIC_KEY_SIZE];
    byte[] big = y.toByteArray();
    for (int i = 0; i < Math.min(big.length, raw.length); i++) {
      raw[i] = big[big.length - 1 - i];
    }
    if (point.isXOdd()) {
      raw[raw.length - 1] |= (byte) 0x80;
    }
    return raw;
  }
}
