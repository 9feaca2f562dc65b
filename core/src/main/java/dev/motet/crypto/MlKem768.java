package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;

/// ML-KEM-768 (FIPS 203) of the JDK, with the keys in the raw form of TLS.
final class MlKem768 {
  static final int PUBLIC_KEY_BYTES = 1184;
  static final int CIPHERTEXT_BYTES = 1088;
  static final int SECRET_BYTES = 32;

  private static final String NAME = "ML-KEM-768";

  /// What stands before a raw key in its X.509 form: sequence, algorithm, bit string.
  private static final byte[] X509_PREFIX =
      HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

  private MlKem768() {}

  static KeyPair newPair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
      generator.initialize(NamedParameterSpec.ML_KEM_768, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + NAME, e);
    }
  }

  static byte[] raw(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length);
  }

  /// A secret and its ciphertext for a key in its raw form.
  ///
  /// @throws GeneralSecurityException for what is no key (FIPS 203 7.2)
  static KEM.Encapsulated encapsulate(byte[] raw, SecureRandom random)
      throws GeneralSecurityException {
    if (raw.length != PUBLIC_KEY_BYTES) {
      throw new InvalidKeyException(
          NAME + " key of " + raw.length + " bytes (expected: " + PUBLIC_KEY_BYTES + ")");
    }
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + raw.length);
    System.arraycopy(raw, 0, encoded, X509_PREFIX.length, raw.length);
    PublicKey key = KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded));
    return kem().newEncapsulator(key, random).encapsulate();
  }

  /// The secret of a ciphertext; for one that was not made for the key, some other secret.
  ///
  /// @throws GeneralSecurityException for a ciphertext of another length (FIPS 203 7.3)
  static byte[] decapsulate(PrivateKey key, byte[] ciphertext) throws GeneralSecurityException {
    if (ciphertext.length != CIPHERTEXT_BYTES) {
      throw new InvalidKeyException(
          NAME
              + " ciphertext of "
              + ciphertext.length
              + " bytes (expected: "
              + CIPHERTEXT_BYTES
              + ")");
    }
    return kem().newDecapsulator(key).decapsulate(ciphertext).getEncoded();
  }

  private static KEM kem() {
    try {
      return KEM.getInstance(NAME);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + NAME, e);
    }
  }
}
