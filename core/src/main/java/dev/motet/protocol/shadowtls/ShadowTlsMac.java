package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

// hot
/// A running HMAC-SHA1 over everything put in so far, whose value can be asked for again and again.
/// One thread at a time.
final class ShadowTlsMac {
  /// Of a value, that stand in records of version 3.
  static final int TAG_BYTES = 4;

  private static final String ALGORITHM = "HmacSHA1";

  private Mac mac;

  ShadowTlsMac(String password) {
    byte[] key = password.getBytes(StandardCharsets.UTF_8);
    try {
      mac = Mac.getInstance(ALGORITHM);
      // RFC 2104: keys are filled up with zeros, so none is the same as one zero
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private ShadowTlsMac(Mac mac) {
    this.mac = mac;
  }

  /// Another one that goes on from here by itself.
  ShadowTlsMac copy() {
    try {
      return new ShadowTlsMac((Mac) mac.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(ALGORITHM + " of this provider cannot be copied", e);
    }
  }

  ShadowTlsMac update(byte[] bytes) {
    mac.update(bytes);
    return this;
  }

  ShadowTlsMac update(byte[] array, int from, int count) {
    mac.update(array, from, count);
    return this;
  }

  /// The first bytes of the value so far.
  byte[] value(int bytes) {
    return Arrays.copyOf(copy().mac.doFinal(), bytes);
  }

  /// The tag so far.
  byte[] tag() {
    return value(TAG_BYTES);
  }

  /// Puts in `rest`, whose tag `tag` has to be.
  ///
  /// @return false when it is not; nothing was put in then
  boolean accepts(Buffer tag, Buffer rest) {
    ShadowTlsMac next = copy().update(rest.array, rest.from, rest.length());
    if (!MessageDigest.isEqual(next.tag(), tag.toBytes())) {
      return false;
    }
    mac = next.mac; // nothing is hashed twice
    return true;
  }
}
