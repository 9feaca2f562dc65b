package dev.motet.tls.reality;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A certificate with a key of Ed25519, of which REALITY uses the key and the signature alone. The
/// JDK's reader refuses it for its empty names. Arrays are not to be changed.
///
/// @param publicKey 32 bytes
/// @param signature 64 bytes
record RealityCertificate(byte[] publicKey, byte[] signature) {
  static final int KEY_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int VERSION = 0xa0;

  /// RFC 8410 3: 1.3.101.112
  private static final byte[] ED25519 = {0x06, 0x03, 0x2b, 0x65, 0x70};

  private static final byte[] KEY_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

  /// Version 3, serial 0, no names, valid from and to the year 1, as Go writes what is left out.
  private static final byte[] BEFORE_KEY =
      HexFormat.of()
          .parseHex(
              "3081af3063a003020102020100300506032b65703000"
                  + "3022180f30303031303130313030303030305a180f30303031303130313030303030305a"
                  + "3000302a300506032b6570032100");

  private static final byte[] BEFORE_SIGNATURE = HexFormat.of().parseHex("300506032b6570034100");

  byte[] toBytes() {
    byte[] der =
        Arrays.copyOf(
            BEFORE_KEY, BEFORE_KEY.length + KEY_BYTES + BEFORE_SIGNATURE.length + SIGNATURE_BYTES);
    int at = BEFORE_KEY.length;
    System.arraycopy(publicKey, 0, der, at, KEY_BYTES);
    at += KEY_BYTES;
    System.arraycopy(BEFORE_SIGNATURE, 0, der, at, BEFORE_SIGNATURE.length);
    at += BEFORE_SIGNATURE.length;
    System.arraycopy(signature, 0, der, at, SIGNATURE_BYTES);
    return der;
  }

  /// RFC 5280 4.1.
  ///
  /// @return null for a certificate of another kind
  static @Nullable RealityCertificate read(byte[] der) {
    try {
      ByteReader in = new ByteReader(der);
      ByteReader certificate = element(in, SEQUENCE);
      in.end();
      ByteReader body = element(certificate, SEQUENCE);
      byte[] key = key(body);
      if (key == null || !isEd25519(element(certificate, SEQUENCE))) {
        return null;
      }
      byte[] signature = bits(element(certificate, BIT_STRING));
      certificate.end();
      return signature.length == SIGNATURE_BYTES ? new RealityCertificate(key, signature) : null;
    } catch (ProtocolException _) {
      return null; // whoever else reads it says what is wrong
    }
  }

  // version [0], serial, algorithm, issuer, validity, subject, key info (algorithm, bits), …
  private static byte @Nullable [] key(ByteReader body) throws ProtocolException {
    element(body, VERSION);
    element(body, INTEGER);
    for (int i = 0; i < 4; i++) {
      element(body, SEQUENCE);
    }
    ByteReader info = element(body, SEQUENCE);
    if (!isEd25519(element(info, SEQUENCE))) {
      return null;
    }
    byte[] key = bits(element(info, BIT_STRING));
    return key.length == KEY_BYTES ? key : null;
  }

  private static boolean isEd25519(ByteReader algorithm) throws ProtocolException {
    return Arrays.equals(algorithm.bytes(algorithm.remaining()), ED25519);
  }

  // unused bits (u8), bits
  private static byte[] bits(ByteReader in) throws ProtocolException {
    in.skip(1);
    return in.bytes(in.remaining());
  }

  // X.690 8.1: tag (u8), length (u8, or 0x81 and u8, or 0x82 and u16), content
  private static ByteReader element(ByteReader in, int tag) throws ProtocolException {
    int found = in.u8();
    if (found != tag) {
      throw new ProtocolException("tag " + found + " (expected: " + tag + ")");
    }
    int first = in.u8();
    int length =
        switch (first) {
          case 0x81 -> in.u8();
          case 0x82 -> in.u16();
          default -> first;
        };
    return in.sub(length);
  }

  /// The key as the JDK has it.
  PublicKey key() throws GeneralSecurityException {
    byte[] info = Arrays.copyOf(KEY_INFO, KEY_INFO.length + KEY_BYTES);
    System.arraycopy(publicKey, 0, info, KEY_INFO.length, KEY_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info));
  }
}
