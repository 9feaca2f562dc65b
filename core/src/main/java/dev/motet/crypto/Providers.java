package dev.motet.crypto;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/// Where public-key operations come from. Of the JDK and BouncyCastle the faster one does each:
/// ML-KEM and RSA the JDK, the curves BouncyCastle, which is 2 to 10 times as fast there.
public final class Providers {
  private static final int RSA_PKCS1_SHA256 = 0x0401;
  private static final int RSA_PKCS1_SHA384 = 0x0501;
  private static final int RSA_PKCS1_SHA512 = 0x0601;
  private static final int RSA_PSS_RSAE_SHA256 = 0x0804;
  private static final int RSA_PSS_RSAE_SHA384 = 0x0805;
  private static final int RSA_PSS_RSAE_SHA512 = 0x0806;

  private Providers() {}

  /// The JDK and BouncyCastle alone. Every random byte comes from `random`, so that what was
  /// recorded with one source is repeated byte for byte with one that gives the same.
  public static PublicKeys plain(SecureRandom random) {
    return new ComposedKeys(plainGroups(random), plainSchemes(random));
  }

  private static Map<Integer, GroupKeys> plainGroups(SecureRandom random) {
    Map<Integer, GroupKeys> groups = new HashMap<>();
    GroupKeys x25519 = new X25519Keys(random);
    groups.put(X25519Keys.GROUP, x25519);
    groups.put(HybridKeys.GROUP, new HybridKeys(x25519, random));
    for (Curve curve : Curve.values()) {
      groups.put(curve.group(), new CurveKeys(curve, random));
    }
    return groups;
  }

  /// Without SHA-1, which proves nothing any more (RFC 9155).
  private static Map<Integer, Signing> plainSchemes(SecureRandom random) {
    Map<Integer, Signing> schemes = new HashMap<>();
    for (Curve curve : Curve.values()) {
      schemes.put(curve.scheme(), new EcdsaSigning(curve, random));
    }
    schemes.put(Ed25519Signing.SCHEME, new Ed25519Signing());
    schemes.put(RSA_PKCS1_SHA256, RsaSigning.pkcs1(null, 256, random));
    schemes.put(RSA_PKCS1_SHA384, RsaSigning.pkcs1(null, 384, random));
    schemes.put(RSA_PKCS1_SHA512, RsaSigning.pkcs1(null, 512, random));
    schemes.put(RSA_PSS_RSAE_SHA256, RsaSigning.pss(null, 256, random));
    schemes.put(RSA_PSS_RSAE_SHA384, RsaSigning.pss(null, 384, random));
    schemes.put(RSA_PSS_RSAE_SHA512, RsaSigning.pss(null, 512, random));
    return schemes;
  }
}
