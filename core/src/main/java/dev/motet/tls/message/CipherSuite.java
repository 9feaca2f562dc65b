package dev.motet.tls.message;

import dev.motet.crypto.Aead;
import dev.motet.crypto.Hkdf;
import org.jspecify.annotations.Nullable;

/// The suites that can be spoken: those of TLS 1.3, and of TLS 1.2 those with ECDHE and an AEAD
/// (IANA "TLS Cipher Suites"). What a fingerprint lists beyond them can be offered, not spoken.
public enum CipherSuite {
  TLS_AES_128_GCM_SHA256(0x1301, Aead.Algorithm.AES_128_GCM, Hkdf.SHA256),
  TLS_AES_256_GCM_SHA384(0x1302, Aead.Algorithm.AES_256_GCM, Hkdf.SHA384),
  TLS_CHACHA20_POLY1305_SHA256(0x1303, Aead.Algorithm.CHACHA20_POLY1305, Hkdf.SHA256),
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xc02b, Aead.Algorithm.AES_128_GCM, Hkdf.SHA256),
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xc02c, Aead.Algorithm.AES_256_GCM, Hkdf.SHA384),
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xc02f, Aead.Algorithm.AES_128_GCM, Hkdf.SHA256),
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xc030, Aead.Algorithm.AES_256_GCM, Hkdf.SHA384),
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(
      0xcca8, Aead.Algorithm.CHACHA20_POLY1305, Hkdf.SHA256),
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(
      0xcca9, Aead.Algorithm.CHACHA20_POLY1305, Hkdf.SHA256);

  private final int code;
  private final Aead.Algorithm aead;
  private final Hkdf hash;

  CipherSuite(int code, Aead.Algorithm aead, Hkdf hash) {
    this.code = code;
    this.aead = aead;
    this.hash = hash;
  }

  /// The number on the wire.
  public int code() {
    return code;
  }

  public Aead.Algorithm aead() {
    return aead;
  }

  /// The hash of the transcript and of the key schedule.
  public Hkdf hash() {
    return hash;
  }

  /// Whether it belongs to TLS 1.3, where a suite says nothing about keys and signatures.
  public boolean isTls13() {
    return code >>> 8 == 0x13;
  }

  /// The suite of a number; null for one that cannot be spoken.
  public static @Nullable CipherSuite of(int code) {
    for (CipherSuite suite : values()) {
      if (suite.code == code) {
        return suite;
      }
    }
    return null;
  }
}
