package dev.motet.tls.cert;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Private keys in the forms that files hold: PKCS#8, PKCS#1 (RSA), SEC 1 (elliptic curves).
final class PrivateKeys {
  private PrivateKeys() {}

  /// Takes the bytes for what they are, whatever the block around them is called: so does Go.
  static PrivateKey read(byte[] der) throws InvalidKeyException {
    if (der.length == 0) {
      throw new InvalidKeyException("an empty private key");
    }
    try {
      return pkcs8(PrivateKeyInfo.getInstance(der));
    } catch (RuntimeException | IOException | GeneralSecurityException e) {
      return other(der, e);
    }
  }

  private static PrivateKey other(byte[] der, Exception first) throws InvalidKeyException {
    try {
      return pkcs1(RSAPrivateKey.getInstance(der));
    } catch (RuntimeException | GeneralSecurityException e) {
      first.addSuppressed(e);
    }
    try {
      return sec1(ECPrivateKey.getInstance(der));
    } catch (RuntimeException | IOException | GeneralSecurityException e) {
      first.addSuppressed(e);
    }
    throw new InvalidKeyException(
        "a private key of no known form (expected: PKCS#8, PKCS#1 or SEC 1; RSA, ECDSA with P-256,"
            + " P-384 or P-521, or Ed25519)",
        first);
  }

  private static PrivateKey pkcs8(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return pkcs1(RSAPrivateKey.getInstance(info.parsePrivateKey()));
    }
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return ec(info.getPrivateKeyAlgorithm(), ECPrivateKey.getInstance(info.parsePrivateKey()));
    }
    if (algorithm.equals(CertificateOids.ED25519)) {
      PrivateKeyInfo bare =
          new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey());
      return key("Ed25519", new PKCS8EncodedKeySpec(bare.getEncoded()));
    }
    throw new InvalidKeySpecException("a private key of the algorithm " + algorithm);
  }

  private static PrivateKey pkcs1(RSAPrivateKey key) throws GeneralSecurityException {
    for (BigInteger number : new BigInteger[] {key.getModulus(), key.getPrime1()}) {
      if (number.signum() <= 0) {
        throw new InvalidKeySpecException("an RSA key with a number that is not positive");
      }
    }
    return key(
        "RSA",
        new RSAPrivateCrtKeySpec(
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1(),
            key.getExponent2(),
            key.getCoefficient()));
  }

  private static PrivateKey sec1(ECPrivateKey key) throws IOException, GeneralSecurityException {
    if (key.getParametersObject() == null) {
      throw new InvalidKeySpecException("a key without its curve");
    }
    return ec(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
        key);
  }

  /// The curve stands outside only, as the JDK wants it.
  private static PrivateKey ec(AlgorithmIdentifier curve, ECPrivateKey key)
      throws IOException, GeneralSecurityException {
    ECPrivateKey bare = new ECPrivateKey(bits(curve), key.getKey());
    return key("EC", new PKCS8EncodedKeySpec(new PrivateKeyInfo(curve, bare).getEncoded()));
  }

  private static int bits(AlgorithmIdentifier algorithm) throws InvalidKeySpecException {
    if (SECObjectIdentifiers.secp256r1.equals(algorithm.getParameters())) {
      return 256;
    }
    if (SECObjectIdentifiers.secp384r1.equals(algorithm.getParameters())) {
      return 384;
    }
    if (SECObjectIdentifiers.secp521r1.equals(algorithm.getParameters())) {
      return 521;
    }
    throw new InvalidKeySpecException("a curve that TLS has no use for");
  }

  private static PrivateKey key(String algorithm, KeySpec spec) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(spec);
  }
}
