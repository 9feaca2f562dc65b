package dev.motet.tls.schedule;

import dev.motet.crypto.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The pseudo-random function of TLS 1.2 (RFC 5246 5).
public final class Prf {
  private Prf() {}

  /// P_hash(secret, label + seed).
  public static byte[] expand(Hkdf hash, byte[] secret, String label, byte[] seed, int length) {
    return expand(hash, secret, label.getBytes(StandardCharsets.US_ASCII), seed, length);
  }

  /// P_hash(secret, label + seed).
  ///
  /// @param label bytes, not only text
  public static byte[] expand(Hkdf hash, byte[] secret, byte[] label, byte[] seed, int length) {
    byte[] labelled = join(label, seed);
    byte[] output = new byte[length];
    byte[] a = labelled;
    for (int done = 0; done < length; done += hash.hashBytes()) {
      a = hash.extract(secret, a); // HKDF-Extract is HMAC: salt is the key
      byte[] block = hash.extract(secret, join(a, labelled));
      System.arraycopy(block, 0, output, done, Math.min(block.length, length - done));
    }
    return output;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
