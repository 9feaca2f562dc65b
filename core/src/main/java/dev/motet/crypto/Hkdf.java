package dev.motet.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// HKDF (RFC 5869) over one hash, and the labels that TLS and QUIC derive with.
public enum Hkdf {
  SHA256("HKDF-SHA256", 32),
  SHA384("HKDF-SHA384", 48);

  private static final byte[] LABEL_PREFIX = "tls13 ".getBytes(StandardCharsets.US_ASCII);

  private final String algorithm;
  private final int hashBytes;

  Hkdf(String algorithm, int hashBytes) {
    this.algorithm = algorithm;
    this.hashBytes = hashBytes;
  }

  /// Bytes of a hash, which are those of a secret.
  public int hashBytes() {
    return hashBytes;
  }

  /// A pseudo-random key from key material that is not uniform.
  public byte[] extract(byte[] salt, byte[] material) {
    return derive(HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(material).extractOnly());
  }

  /// @param length 1 to 255 hashes
  public byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
    SecretKeySpec key = new SecretKeySpec(pseudoRandomKey, "Generic");
    return derive(HKDFParameterSpec.expandOnly(key, info, length));
  }

  // RFC 8446 7.1: length (u16), "tls13 " label (u8 length), context (u8 length)
  /// HKDF-Expand-Label.
  ///
  /// @param label without its prefix
  public byte[] expandLabel(byte[] secret, String label, byte[] context, int length) {
    return expandLabel(secret, label.getBytes(StandardCharsets.US_ASCII), context, length);
  }

  /// HKDF-Expand-Label with a label of any bytes, as exporters have them.
  ///
  /// @param label without its prefix
  public byte[] expandLabel(byte[] secret, byte[] label, byte[] context, int length) {
    int name = LABEL_PREFIX.length + label.length;
    ByteBuffer info = ByteBuffer.allocate(2 + 1 + name + 1 + context.length);
    info.putShort((short) length);
    info.put((byte) name).put(LABEL_PREFIX).put(label);
    info.put((byte) context.length).put(context);
    return expand(secret, info.array(), length);
  }

  private byte[] derive(AlgorithmParameterSpec parameters) {
    try {
      return KDF.getInstance(algorithm).deriveData(parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " failed", e);
    }
  }
}
