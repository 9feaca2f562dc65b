package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.tls.cert.CertificateText;
import dev.motet.tls.cert.IdentityText;
import dev.motet.tls.cert.PinVerifier;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.NamedGroup;
import dev.motet.tls.message.ProtocolVersion;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fields that TLS options of both sides have (inventory TLS-1, TLS-2).
final class TlsCommon {
  /// The time limit of all TCP handshakes in sing-box.
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(15);

  private static final String PIN = "SHA-256 of a public key, in base64";
  private static final String CURVE = "one of P256, P384, P521, X25519, X25519MLKEM768";

  /// What Go speaks, and this program does not: without AEAD.
  private static final Set<String> CBC_SUITES =
      Set.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

  private TlsCommon() {}

  /// Versions as numbers on the wire, the least and the greatest.
  record Versions(int min, int max) {}

  /// @param used as in [PemText]: what is off is not judged (config-check 38)
  static Versions versions(Fields f, boolean used) {
    int min = version(f, "min_version", ProtocolVersion.TLS_1_2, used);
    int max = version(f, "max_version", ProtocolVersion.TLS_1_3, used);
    if (used && min > max) {
      f.warn("max_version", "less than min_version: no handshake can succeed");
    }
    return new Versions(min, max);
  }

  private static int version(Fields f, String name, int absent, boolean used) {
    String text = f.string(name, "");
    if (!used) {
      return absent;
    }
    return switch (text) {
      case "" -> absent;
      case "1.0", "1.1" -> {
        f.warn(name, "TLS " + text + " is broken and not spoken: counts as 1.2");
        yield ProtocolVersion.TLS_1_2;
      }
      case "1.2" -> ProtocolVersion.TLS_1_2;
      case "1.3" -> ProtocolVersion.TLS_1_3;
      default -> {
        f.invalid(name, "unknown tls version: " + text + " (expected: 1.0, 1.1, 1.2 or 1.3)");
        yield absent;
      }
    };
  }

  /// Suites by their IANA names, in the order of the configuration; empty for all.
  static Set<CipherSuite> suites(Fields f, boolean used) {
    Set<CipherSuite> suites = new LinkedHashSet<>();
    for (String name : f.strings("cipher_suites")) {
      if (used) {
        CipherSuite suite = suite(name);
        if (suite != null) {
          suites.add(suite);
        } else if (CBC_SUITES.contains(name)) {
          f.warn("cipher_suites", name + " is not spoken: without effect");
        } else {
          f.invalid("cipher_suites", "unknown cipher_suite: " + name);
        }
      }
    }
    return java.util.Collections.unmodifiableSet(suites);
  }

  private static @Nullable CipherSuite suite(String name) {
    for (CipherSuite suite : CipherSuite.values()) {
      if (suite.name().equals(name)) {
        return suite;
      }
    }
    return null;
  }

  /// Numbers of groups; empty for the usual ones.
  static List<Integer> curves(Fields f) {
    List<Integer> curves = f.parsedList("curve_preferences", CURVE, TlsCommon::curve);
    if (curves.contains(NamedGroup.SECP521R1)) {
      f.warn("curve_preferences", "P521 is not spoken: without effect");
    }
    return curves.stream().filter(curve -> curve != NamedGroup.SECP521R1).distinct().toList();
  }

  private static int curve(String name) {
    return switch (name) {
      case "P256" -> NamedGroup.SECP256R1;
      case "P384" -> NamedGroup.SECP384R1;
      case "P521" -> NamedGroup.SECP521R1;
      case "X25519" -> NamedGroup.X25519;
      case "X25519MLKEM768" -> NamedGroup.X25519MLKEM768;
      default -> throw new IllegalArgumentException();
    };
  }

  static Set<String> pins(Fields f, String name) {
    return new LinkedHashSet<>(f.parsedList(name, PIN, PinVerifier::parse));
  }

  static Duration handshakeTimeout(Fields f) {
    return Texts.positive(f.duration("handshake_timeout", Duration.ZERO), HANDSHAKE_TIMEOUT);
  }

  /// Not asked of the operating system yet.
  static void unbuilt(Fields f) {
    f.unbuilt("kernel_tx");
    f.unbuilt("kernel_rx");
  }

  /// Whether both can be read and belong together; otherwise says so at `name`.
  static boolean isPair(Fields f, String name, PemText certificate, PemText key) {
    try {
      return !IdentityText.read(certificate.text(), key.text()).chain().isEmpty();
    } catch (GeneralSecurityException e) {
      f.invalid(name, "parse x509 key pair: " + e.getMessage());
      return false;
    }
  }

  /// Says so where `pem` is no list of certificates.
  ///
  /// @param name the field for text; the one for files has `_path` behind it
  static @Nullable PemText roots(Fields f, String name, @Nullable PemText pem) {
    if (pem != null) {
      try {
        CertificateText.readPool(pem.text());
      } catch (CertificateException e) {
        f.invalid(
            pem.paths().isEmpty() ? name : name + "_path",
            "failed to parse certificate: " + e.getMessage());
      }
    }
    return pem;
  }
}
