package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC (RFC 2104) of the JDK over one hash.
public enum Hmac {
  /// Only where an old protocol asks for it.
  SHA1("HmacSHA1", 20),
  SHA256("HmacSHA256", 32),
  SHA384("HmacSHA384", 48),
  SHA512("HmacSHA512", 64);

  /// An empty key and one of zeros are the same, but the JDK refuses the empty one.
  private static final byte[] EMPTY_KEY = {0};

  private final String algorithm;
  private final int bytes;

  Hmac(String algorithm, int bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  /// Bytes of a result.
  public int bytes() {
    return bytes;
  }

  /// The code of the parts, as if they were joined.
  public byte[] of(byte[] key, byte[]... parts) {
    Mac mac = start(key);
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  /// Whether `expected` is the code of the parts; takes as long for every wrong one.
  public boolean matches(byte[] expected, byte[] key, byte[]... parts) {
    return MessageDigest.isEqual(expected, of(key, parts));
  }

  /// A code that more and more bytes are added to. For one thread.
  public Mac start(byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.length == 0 ? EMPTY_KEY : key, algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
