package dev.motet.crypto;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;

/// The curves of NIST that TLS has as groups and in schemes of ECDSA.
enum Curve {
  P256(0x0017, 0x0403, "SHA-256", "P-256", "secp256r1"),
  P384(0x0018, 0x0503, "SHA-384", "P-384", "secp384r1"),
  P521(0x0019, 0x0603, "SHA-512", "P-521", "secp521r1");

  /// RFC 8446 4.2.8.2: the only form of a point in TLS 1.3 is the uncompressed one.
  private static final byte UNCOMPRESSED = 4;

  private final int group;
  private final int scheme;
  private final String hash;
  private final String jdkName;
  private final ECDomainParameters domain;
  private final int fieldBytes;

  Curve(int group, int scheme, String hash, String name, String jdkName) {
    this.group = group;
    this.scheme = scheme;
    this.hash = hash;
    this.jdkName = jdkName;
    X9ECParameters parameters = CustomNamedCurves.getByName(name);
    this.domain = new ECDomainParameters(parameters);
    this.fieldBytes = (domain.getCurve().getFieldSize() + 7) / 8;
  }

  int group() {
    return group;
  }

  /// Of ECDSA in TLS 1.3.
  int scheme() {
    return scheme;
  }

  /// That the scheme goes with.
  String hash() {
    return hash;
  }

  String jdkName() {
    return jdkName;
  }

  ECDomainParameters domain() {
    return domain;
  }

  int fieldBytes() {
    return fieldBytes;
  }

  // RFC 8446 4.2.8.2: form (u8: 4), x, y
  byte[] encode(ECPoint point) {
    return point.getEncoded(false);
  }

  int shareBytes() {
    return 1 + 2 * fieldBytes;
  }

  void requireUncompressed(byte[] share) throws InvalidKeyException {
    if (share.length != shareBytes() || share[0] != UNCOMPRESSED) {
      throw new InvalidKeyException(
          jdkName
              + " share of "
              + share.length
              + " bytes (expected: "
              + shareBytes()
              + ", the first one 4)");
    }
  }

  /// @throws InvalidKeyException for what is no point of the curve in its uncompressed form
  ECPublicKeyParameters decode(byte[] share) throws InvalidKeyException {
    requireUncompressed(share);
    try {
      return new ECPublicKeyParameters(domain.getCurve().decodePoint(share), domain);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("share that is no point of " + jdkName, e);
    }
  }

  /// @throws InvalidKeyException for a key that is not of this curve
  ECPublicKeyParameters parameters(ECPublicKey key) throws InvalidKeyException {
    require(key);
    try {
      return new ECPublicKeyParameters(
          domain.getCurve().createPoint(key.getW().getAffineX(), key.getW().getAffineY()), domain);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("key that is no point of " + jdkName, e);
    }
  }

  /// @throws InvalidKeyException for a key that is not of this curve
  void require(ECKey key) throws InvalidKeyException {
    if (!has(key)) {
      throw new InvalidKeyException("key that is not of the curve " + jdkName);
    }
  }

  /// The curve of a key.
  ///
  /// @throws InvalidKeyException for none of these
  static Curve of(ECKey key) throws InvalidKeyException {
    for (Curve curve : values()) {
      if (curve.has(key)) {
        return curve;
      }
    }
    throw new InvalidKeyException("key of a curve that TLS does not name");
  }

  private boolean has(ECKey key) {
    ECParameterSpec of = key.getParams();
    ECPoint generator = domain.getG();
    return of != null
        && of.getCurve().getField() instanceof ECFieldFp field
        && field.getP().equals(domain.getCurve().getField().getCharacteristic())
        && of.getOrder().equals(domain.getN())
        && of.getCofactor() == 1
        && of.getCurve().getA().equals(domain.getCurve().getA().toBigInteger())
        && of.getCurve().getB().equals(domain.getCurve().getB().toBigInteger())
        && of.getGenerator().getAffineX().equals(x(generator))
        && of.getGenerator().getAffineY().equals(generator.getAffineYCoord().toBigInteger());
  }

  private static BigInteger x(ECPoint point) {
    return point.getAffineXCoord().toBigInteger();
  }
}
