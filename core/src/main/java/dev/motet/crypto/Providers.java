package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where public-key operations come from. Of the JDK and BouncyCastle the faster one does each:
/// ML-KEM and RSA the JDK, the curves BouncyCastle. Native code is 2 to 5 times as fast and is used
/// where an embedder put it on the class path: Amazon's provider, which is the faster one, and for
/// X25519 Conscrypt, which alone has it (`docs/benchmarks.md`).
public final class Providers {
  private static final int RSA_PKCS1_SHA256 = 0x0401;
  private static final int RSA_PKCS1_SHA384 = 0x0501;
  private static final int RSA_PKCS1_SHA512 = 0x0601;
  private static final int RSA_PSS_RSAE_SHA256 = 0x0804;
  private static final int RSA_PSS_RSAE_SHA384 = 0x0805;
  private static final int RSA_PSS_RSAE_SHA512 = 0x0806;

  private final SecureRandom random;
  private final Map<Integer, GroupKeys> groups = new HashMap<>();
  private final Map<Integer, Signing> schemes = new HashMap<>();

  private Providers(SecureRandom random) {
    this.random = random;
  }

  /// The JDK and BouncyCastle alone. Every random byte comes from `random`, so that what was
  /// recorded with one source is repeated byte for byte with one that gives the same.
  public static PublicKeys plain(SecureRandom random) {
    return new Providers(random).withPlain().composed();
  }

  /// The fastest that this JVM has. Native code draws its random bytes itself.
  ///
  /// @param random for the rest
  public static PublicKeys fastest(SecureRandom random) {
    // no references to the methods: making one would link their classes here, where nobody expects
    // the error of an absent library
    return with(random, find(() -> ConscryptLibrary.load()), find(() -> CorrettoLibrary.load()));
  }

  /// @param conscrypt null where there is none
  /// @param corretto null where there is none
  static PublicKeys with(
      SecureRandom random, @Nullable Provider conscrypt, @Nullable Provider corretto) {
    Providers providers = new Providers(random).withPlain();
    try {
      if (conscrypt != null) {
        providers.withConscrypt(conscrypt);
      }
      if (corretto != null) {
        providers.withCorretto(corretto);
      }
    } catch (GeneralSecurityException _) {
      // another version of the library than the one that was tried out
      return plain(random);
    }
    return providers.composed();
  }

  /// Null for a library that is not on the class path, or has no code for this machine.
  static @Nullable Provider find(Supplier<Provider> library) {
    try {
      return library.get();
    } catch (LinkageError _) {
      return null; // absence is no fault: the JDK and BouncyCastle do the same
    }
  }

  /// Without SHA-1, which proves nothing any more (RFC 9155).
  private Providers withPlain() {
    withX25519(new X25519Keys(random));
    for (Curve curve : Curve.values()) {
      groups.put(curve.group(), new CurveKeys(curve, random));
      schemes.put(curve.scheme(), new EcdsaSigning(curve, random));
    }
    schemes.put(Ed25519Signing.SCHEME, new Ed25519Signing());
    schemes.put(RSA_PKCS1_SHA256, JcaSigning.rsaPkcs1(256, random));
    schemes.put(RSA_PKCS1_SHA384, JcaSigning.rsaPkcs1(384, random));
    schemes.put(RSA_PKCS1_SHA512, JcaSigning.rsaPkcs1(512, random));
    schemes.put(RSA_PSS_RSAE_SHA256, JcaSigning.rsaPss(256, random));
    schemes.put(RSA_PSS_RSAE_SHA384, JcaSigning.rsaPss(384, random));
    schemes.put(RSA_PSS_RSAE_SHA512, JcaSigning.rsaPss(512, random));
    return this;
  }

  private void withX25519(GroupKeys x25519) {
    groups.put(X25519Keys.GROUP, x25519);
    groups.put(HybridKeys.GROUP, new HybridKeys(x25519, random));
  }

  /// Its P-384 and P-521 are slower than BouncyCastle's.
  private void withConscrypt(Provider conscrypt) throws GeneralSecurityException {
    withX25519(JcaKeys.x25519(conscrypt));
    groups.put(Curve.P256.group(), JcaKeys.curve(conscrypt, Curve.P256));
    schemes.put(Curve.P256.scheme(), JcaSigning.ecdsa(conscrypt, Curve.P256));
    schemes.put(Ed25519Signing.SCHEME, JcaSigning.ed25519(conscrypt));
    withRsa(conscrypt, "SHA256withRSA/PSS", "SHA384withRSA/PSS", "SHA512withRSA/PSS");
  }

  private void withCorretto(Provider corretto) throws GeneralSecurityException {
    for (Curve curve : Curve.values()) {
      groups.put(curve.group(), JcaKeys.curve(corretto, curve));
      schemes.put(curve.scheme(), JcaSigning.ecdsa(corretto, curve));
    }
    schemes.put(Ed25519Signing.SCHEME, JcaSigning.ed25519(corretto));
    withRsa(corretto, "RSASSA-PSS", "RSASSA-PSS", "RSASSA-PSS");
  }

  private void withRsa(Provider provider, String pss256, String pss384, String pss512) {
    schemes.put(RSA_PKCS1_SHA256, JcaSigning.rsaPkcs1(provider, 256));
    schemes.put(RSA_PKCS1_SHA384, JcaSigning.rsaPkcs1(provider, 384));
    schemes.put(RSA_PKCS1_SHA512, JcaSigning.rsaPkcs1(provider, 512));
    schemes.put(RSA_PSS_RSAE_SHA256, JcaSigning.rsaPss(provider, pss256, 256));
    schemes.put(RSA_PSS_RSAE_SHA384, JcaSigning.rsaPss(provider, pss384, 384));
    schemes.put(RSA_PSS_RSAE_SHA512, JcaSigning.rsaPss(provider, pss512, 512));
  }

  private PublicKeys composed() {
    return new ComposedKeys(groups, schemes);
  }
}
