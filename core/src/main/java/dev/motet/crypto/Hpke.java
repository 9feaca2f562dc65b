package dev.motet.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// One side of hybrid public-key encryption in base mode (RFC 9180) with X25519 and HKDF-SHA256: a
/// sequence of messages from who knows the public key to who has the private one. For one thread.
public final class Hpke {
  /// DHKEM(X25519, HKDF-SHA256)
  public static final int KEM = 0x0020;

  /// HKDF-SHA256
  public static final int KDF = 0x0001;

  private static final byte[] NONE = {};
  private static final byte[] KEM_SUITE =
      ByteBuffer.allocate(5).put(ascii("KEM")).putShort((short) KEM).array();
  private static final byte MODE_BASE = 0;

  private final byte[] enc;
  private final Aead aead;
  private final byte[] baseNonce;
  private long sequence;

  private Hpke(int aeadId, byte[] enc, byte[] shared, byte[] info) {
    Aead.Algorithm algorithm = requireAead(aeadId);
    byte[] suite =
        ByteBuffer.allocate(10)
            .put(ascii("HPKE"))
            .putShort((short) KEM)
            .putShort((short) KDF)
            .putShort((short) aeadId)
            .array();
    // RFC 9180 5.1
    byte[] context =
        join(
            new byte[] {MODE_BASE},
            extract(suite, NONE, "psk_id_hash", NONE),
            extract(suite, NONE, "info_hash", info));
    byte[] secret = extract(suite, shared, "secret", NONE);
    this.enc = enc;
    this.aead = new Aead(algorithm, expand(suite, secret, "key", context, algorithm.keyBytes()));
    this.baseNonce = expand(suite, secret, "base_nonce", context, Aead.NONCE_BYTES);
  }

  /// The AEAD of a number; null for one that cannot be spoken.
  public static Aead.@Nullable Algorithm aead(int id) {
    return switch (id) {
      case 1 -> Aead.Algorithm.AES_128_GCM;
      case 2 -> Aead.Algorithm.AES_256_GCM;
      case 3 -> Aead.Algorithm.CHACHA20_POLY1305;
      default -> null;
    };
  }

  /// The side that seals.
  ///
  /// @param aeadId one that [#aead] knows
  /// @throws InvalidKeyException for a public key of another length, or of small order
  public static Hpke sender(int aeadId, byte[] publicKey, byte[] info, SecureRandom random)
      throws InvalidKeyException {
    byte[] ephemeral = X25519.newPrivateKey(random);
    byte[] enc = X25519.publicKey(ephemeral);
    byte[] secret = X25519.agree(ephemeral, publicKey);
    return new Hpke(aeadId, enc, sharedSecret(secret, enc, publicKey), info);
  }

  /// The side that opens.
  ///
  /// @param aeadId one that [#aead] knows
  /// @param enc what the sender says
  /// @throws InvalidKeyException for an `enc` of another length, or of small order
  public static Hpke receiver(int aeadId, byte[] enc, byte[] privateKey, byte[] info)
      throws InvalidKeyException {
    byte[] secret = X25519.agree(privateKey, enc);
    return new Hpke(aeadId, enc, sharedSecret(secret, enc, X25519.publicKey(privateKey)), info);
  }

  /// What a receiver must know of the sender; not to be changed.
  public byte[] enc() {
    return enc;
  }

  /// Seals the next message.
  public byte[] seal(byte[] aad, byte[] plain) {
    byte[] sealed = new byte[plain.length + Aead.TAG_BYTES];
    aead.seal(nonce(), aad, 0, aad.length, plain, 0, plain.length, sealed, 0);
    sequence++;
    return sealed;
  }

  /// Opens the next message; one that fails does not count.
  public byte[] open(byte[] aad, byte[] sealed) throws AEADBadTagException {
    byte[] plain = new byte[Math.max(0, sealed.length - Aead.TAG_BYTES)];
    aead.open(nonce(), aad, 0, aad.length, sealed, 0, sealed.length, plain, 0);
    sequence++;
    return plain;
  }

  /// RFC 9180 5.2
  private byte[] nonce() {
    byte[] nonce = baseNonce.clone();
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[nonce.length - 1 - i] ^= (byte) (sequence >>> (8 * i));
    }
    return nonce;
  }

  /// RFC 9180 4.1
  private static byte[] sharedSecret(byte[] diffieHellman, byte[] enc, byte[] publicKey) {
    byte[] key = extract(KEM_SUITE, NONE, "eae_prk", diffieHellman);
    return expand(KEM_SUITE, key, "shared_secret", join(enc, publicKey), Hkdf.SHA256.hashBytes());
  }

  // RFC 9180 4: "HPKE-v1", suite, label, material
  private static byte[] extract(byte[] suite, byte[] salt, String label, byte[] material) {
    return Hkdf.SHA256.extract(salt, join(ascii("HPKE-v1"), suite, ascii(label), material));
  }

  // RFC 9180 4: length (u16), "HPKE-v1", suite, label, info
  private static byte[] expand(byte[] suite, byte[] key, String label, byte[] info, int length) {
    byte[] prefix = {(byte) (length >>> 8), (byte) length};
    return Hkdf.SHA256.expand(
        key, join(prefix, ascii("HPKE-v1"), suite, ascii(label), info), length);
  }

  private static Aead.Algorithm requireAead(int id) {
    Aead.Algorithm algorithm = aead(id);
    if (algorithm == null) {
      throw new IllegalArgumentException("AEAD " + id + " (expected: 1, 2 or 3)");
    }
    return algorithm;
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
