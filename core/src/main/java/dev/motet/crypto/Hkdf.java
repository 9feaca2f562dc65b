package dev.motet.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;

/// HKDF (RFC 5869) over one hash, and the labels that TLS and QUIC derive with. Made of [Hmac]: the
/// JDK's own takes five times as long (7 µs) and has no SHA-1.
public enum Hkdf {
  /// Only for shadowsocks.
  SHA1(Hmac.SHA1),
  SHA256(Hmac.SHA256),
  SHA384(Hmac.SHA384);

  private static final byte[] LABEL_PREFIX = "tls13 ".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_HASHES = 255;

  private final Hmac hmac;

  Hkdf(Hmac hmac) {
    this.hmac = hmac;
  }

  /// Bytes of a hash, which are those of a secret.
  public int hashBytes() {
    return hmac.bytes();
  }

  /// A pseudo-random key from key material that is not uniform.
  public byte[] extract(byte[] salt, byte[] material) {
    return hmac.of(salt, material);
  }

  // RFC 5869 2.3: T(n) = HMAC(key, T(n - 1), info, n), one behind the other
  /// @param length 1 to 255 hashes
  public byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
    int hashBytes = hashBytes();
    if (length < 1 || length > MAX_HASHES * hashBytes) {
      throw new IllegalArgumentException(
          length + " bytes (expected: 1 to " + MAX_HASHES * hashBytes + ")");
    }
    Mac mac = hmac.start(pseudoRandomKey);
    byte[] output = new byte[length];
    byte[] block = {};
    int number = 1;
    for (int done = 0; done < length; done += hashBytes) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) number++);
      block = mac.doFinal();
      System.arraycopy(block, 0, output, done, Math.min(hashBytes, length - done));
    }
    return output;
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
}
