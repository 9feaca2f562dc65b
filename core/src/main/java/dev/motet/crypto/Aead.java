package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

// hot
/// Authenticated encryption with one key, for one thread: the ciphers of the JDK on heap arrays,
/// which are the fastest there. A nonce must never seal twice.
///
/// In place works at the same offset or at a lower one; a higher one costs half the speed.
public final class Aead {
  /// Bytes that a seal adds.
  public static final int TAG_BYTES = 16;

  public static final int NONCE_BYTES = 12;

  /// The algorithms of TLS, QUIC and shadowsocks.
  public enum Algorithm {
    AES_128_GCM("AES/GCM/NoPadding", "AES", 16),
    AES_256_GCM("AES/GCM/NoPadding", "AES", 32),
    CHACHA20_POLY1305("ChaCha20-Poly1305", "ChaCha20", 32);

    private final String cipher;
    private final String key;
    private final int keyBytes;

    Algorithm(String cipher, String key, int keyBytes) {
      this.cipher = cipher;
      this.key = key;
      this.keyBytes = keyBytes;
    }

    public int keyBytes() {
      return keyBytes;
    }
  }

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final boolean gcm;

  /// @param key of [Algorithm#keyBytes()]
  public Aead(Algorithm algorithm, byte[] key) {
    if (key.length != algorithm.keyBytes) {
      throw new IllegalArgumentException(
          "key of " + key.length + " bytes (expected: " + algorithm.keyBytes + ")");
    }
    try {
      this.cipher = Cipher.getInstance(algorithm.cipher);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm.cipher, e);
    }
    this.key = new SecretKeySpec(key, algorithm.key);
    this.gcm = algorithm != Algorithm.CHACHA20_POLY1305;
  }

  /// Encrypts `length` bytes and puts the tag behind them.
  ///
  /// @param nonce [#NONCE_BYTES]
  /// @return bytes written to `out`
  public int seal(
      byte[] nonce,
      byte[] aad,
      int aadFrom,
      int aadLength,
      byte[] in,
      int from,
      int length,
      byte[] out,
      int to) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, parameters(nonce));
      cipher.updateAAD(aad, aadFrom, aadLength);
      return cipher.doFinal(in, from, length, out, to);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("seal " + length + " bytes", e);
    }
  }

  /// Checks the tag at the end of `length` bytes and decrypts those before it.
  ///
  /// @return bytes written to `out`
  /// @throws AEADBadTagException when the bytes are not what was sealed; `out` then holds nothing
  ///   of the plain text
  public int open(
      byte[] nonce,
      byte[] aad,
      int aadFrom,
      int aadLength,
      byte[] in,
      int from,
      int length,
      byte[] out,
      int to)
      throws AEADBadTagException {
    if (length < TAG_BYTES) {
      throw new AEADBadTagException("shorter than a tag");
    }
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, parameters(nonce));
      cipher.updateAAD(aad, aadFrom, aadLength);
      return cipher.doFinal(in, from, length, out, to);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("open " + length + " bytes", e);
    }
  }

  private AlgorithmParameterSpec parameters(byte[] nonce) {
    return gcm ? new GCMParameterSpec(TAG_BYTES * 8, nonce) : new IvParameterSpec(nonce);
  }
}
