package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/// RSASSA-PKCS1-v1_5 and RSASSA-PSS with keys of `rsaEncryption` (RFC 8446 4.2.3).
///
/// @param provider null for those of the JDK
/// @param algorithm its name there
/// @param pss null for PKCS1
record RsaSigning(
    @Nullable Provider provider,
    String algorithm,
    @Nullable PSSParameterSpec pss,
    SecureRandom random)
    implements Signing {
  static RsaSigning pkcs1(@Nullable Provider provider, int bits, SecureRandom random) {
    return new RsaSigning(provider, "SHA" + bits + "withRSA", null, random);
  }

  /// RFC 8446 4.2.3: MGF1 with the same hash, the salt as long as a hash.
  static RsaSigning pss(@Nullable Provider provider, int bits, SecureRandom random) {
    String hash = "SHA-" + bits;
    PSSParameterSpec spec =
        new PSSParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, PSSParameterSpec.TRAILER_FIELD_BC);
    return new RsaSigning(provider, "RSASSA-PSS", spec, random);
  }

  @Override
  public byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
    requireRsa(key);
    Signature signature = signature();
    signature.initSign(key, random);
    signature.update(message);
    return signature.sign();
  }

  @Override
  public boolean verify(PublicKey key, byte[] message, byte[] bytes)
      throws GeneralSecurityException {
    requireRsa(key);
    Signature signature = signature();
    signature.initVerify(key);
    signature.update(message);
    return signature.verify(bytes);
  }

  /// RFC 8446 4.2.3: the schemes `rsae` are not for keys that say "RSASSA-PSS".
  private static void requireRsa(Key key) throws InvalidKeyException {
    if (!key.getAlgorithm().equals("RSA")) {
      throw new InvalidKeyException(key.getAlgorithm() + " key (expected: RSA)");
    }
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
}
