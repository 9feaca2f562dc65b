package dev.motet.tls.client;

import dev.motet.tls.handshake.Identity;
import java.util.List;

/// Which signature schemes fit where (RFC 8446 4.2.3).
final class Schemes {
  /// Chosen where both sides have none in common.
  static final int NONE = 0;

  private static final int RSA = 1;
  private static final int SHA1 = 2;

  private Schemes() {}

  /// Neither with PKCS #1 1.5 nor with SHA-1 (RFC 8446 4.4.3).
  static boolean fitsTls13(int scheme) {
    return isModern(scheme) && !(isOldForm(scheme) && (scheme & 0xff) == RSA);
  }

  /// Not with SHA-1 or MD5, which are broken.
  static boolean isModern(int scheme) {
    return scheme >>> 8 > SHA1;
  }

  /// RFC 5246 7.4.1.4.1: hash and signature, a byte each
  private static boolean isOldForm(int scheme) {
    return scheme >>> 8 <= 6;
  }

  /// The scheme that a client signs with; [#NONE] when none of its key is asked for.
  static int choose(Identity identity, List<Integer> asked, boolean tls13) {
    for (int scheme : identity.schemes()) {
      if (asked.contains(scheme) && (tls13 ? fitsTls13(scheme) : isModern(scheme))) {
        return scheme;
      }
    }
    return NONE;
  }
}
