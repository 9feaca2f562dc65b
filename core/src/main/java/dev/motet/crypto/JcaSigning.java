package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/// Signatures by a provider: RSA of the JDK, and what native code does faster. Keys of the JDK are
/// translated for native code, which takes longer than a signature, so the last one is kept.
final class JcaSigning implements Signing {
  /// Throws for a key that is not for the scheme.
  private interface KeyCheck {
    void check(Key key) throws InvalidKeyException;
  }

  private record Translated(PrivateKey from, PrivateKey to) {}

  private final @Nullable Provider provider;
  private final String algorithm;
  private final @Nullable PSSParameterSpec pss;
  private final @Nullable SecureRandom random;
  private final KeyCheck check;
  private final KeyCheck anyCurve;
  private volatile @Nullable Translated last;

  private JcaSigning(
      @Nullable Provider provider,
      String algorithm,
      @Nullable PSSParameterSpec pss,
      @Nullable SecureRandom random,
      KeyCheck check,
      KeyCheck anyCurve) {
    this.provider = provider;
    this.algorithm = algorithm;
    this.pss = pss;
    this.random = random;
    this.check = check;
    this.anyCurve = anyCurve;
  }

  /// RSASSA-PKCS1-v1_5 of the JDK (RFC 8446 4.2.3).
  static Signing rsaPkcs1(int bits, SecureRandom random) {
    return rsa(null, "SHA" + bits + "withRSA", null, random);
  }

  /// … of native code.
  static Signing rsaPkcs1(Provider provider, int bits) {
    return rsa(provider, "SHA" + bits + "withRSA", null, null);
  }

  /// RSASSA-PSS of the JDK, with keys of `rsaEncryption`.
  static Signing rsaPss(int bits, SecureRandom random) {
    return rsa(null, "RSASSA-PSS", pss(bits), random);
  }

  /// … of native code.
  ///
  /// @param algorithm what the provider calls it
  static Signing rsaPss(Provider provider, String algorithm, int bits) {
    return rsa(provider, algorithm, pss(bits), null);
  }

  /// Ed25519 of native code.
  static Signing ed25519(Provider provider) {
    return new JcaSigning(
        provider, "EdDSA", null, null, Ed25519Signing::require, Ed25519Signing::require);
  }

  /// ECDSA of native code with the hash of the curve.
  static Signing ecdsa(Provider provider, Curve curve) {
    String algorithm = curve.hash().replace("-", "") + "withECDSA";
    return new JcaSigning(
        provider, algorithm, null, null, key -> curve.require(ec(key)), key -> Curve.of(ec(key)));
  }

  @Override
  public byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
    check.check(key);
    Signature signature = signature();
    if (random == null) {
      signature.initSign(translated(key));
    } else {
      signature.initSign(key, random);
    }
    signature.update(message);
    return signature.sign();
  }

  @Override
  public boolean verify(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    check.check(key);
    return isSigned(key, message, signature);
  }

  @Override
  public boolean verifyAnyCurve(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    anyCurve.check(key);
    return isSigned(key, message, signature);
  }

  private boolean isSigned(PublicKey key, byte[] message, byte[] bytes)
      throws GeneralSecurityException {
    Signature signature = signature();
    signature.initVerify(key);
    signature.update(message);
    return signature.verify(bytes);
  }

  private Signature signature() throws GeneralSecurityException {
    Signature signature =
        provider == null
            ? Signature.getInstance(algorithm)
            : Signature.getInstance(algorithm, provider);
    if (pss != null) {
      signature.setParameter(pss);
    }
    return signature;
  }

  private PrivateKey translated(PrivateKey key) throws GeneralSecurityException {
    String kind = key.getAlgorithm();
    if (provider == null || provider.getService("KeyFactory", kind) == null) {
      return key;
    }
    Translated known = last;
    if (known == null || !known.from.equals(key)) {
      PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(key.getEncoded());
      known = new Translated(key, KeyFactory.getInstance(kind, provider).generatePrivate(encoded));
      last = known;
    }
    return known.to;
  }

  private static Signing rsa(
      @Nullable Provider provider,
      String algorithm,
      @Nullable PSSParameterSpec pss,
      @Nullable SecureRandom random) {
    return new JcaSigning(
        provider, algorithm, pss, random, JcaSigning::requireRsa, JcaSigning::requireRsa);
  }

  /// RFC 8446 4.2.3: MGF1 with the same hash, the salt as long as a hash.
  private static PSSParameterSpec pss(int bits) {
    String hash = "SHA-" + bits;
    return new PSSParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, PSSParameterSpec.TRAILER_FIELD_BC);
  }

  /// RFC 8446 4.2.3: the schemes `rsae` are not for keys that say "RSASSA-PSS".
  private static void requireRsa(Key key) throws InvalidKeyException {
    if (!key.getAlgorithm().equals("RSA")) {
      throw new InvalidKeyException(key.getAlgorithm() + " key (expected: RSA)");
    }
  }

  private static ECKey ec(Key key) throws InvalidKeyException {
    if (key instanceof ECKey ec) {
      return ec;
    }
    throw new InvalidKeyException(key.getAlgorithm() + " key (expected: EC)");
  }
}
