package dev.motet.tls.server;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.fingerprint.Grease;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.HelloExtensions;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.SignatureScheme;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a server chooses of that which a client offers.
final class Choices {
  private static final String HTTP_2 = "h2";
  private static final String HTTP_1_1 = "http/1.1";

  /// RFC 8446 4.4.3: those of PKCS #1 and SHA-1 are for certificates only.
  private static final Set<Integer> SIGNS_HANDSHAKES =
      Set.of(
          SignatureScheme.ECDSA_SECP256R1_SHA256,
          SignatureScheme.ECDSA_SECP384R1_SHA384,
          SignatureScheme.ECDSA_SECP521R1_SHA512,
          SignatureScheme.RSA_PSS_RSAE_SHA256,
          SignatureScheme.RSA_PSS_RSAE_SHA384,
          SignatureScheme.RSA_PSS_RSAE_SHA512,
          SignatureScheme.ED25519);

  private Choices() {}

  /// The first of the server's that the client offers. A client that puts ChaCha20 first has no
  /// fast AES, and gets it where the server has it at all.
  static CipherSuite suite(List<Integer> own, List<Integer> offered) throws AlertException {
    int chacha = CipherSuite.TLS_CHACHA20_POLY1305_SHA256.code();
    if (own.contains(chacha) && firstOf(offered) == chacha) {
      return CipherSuite.TLS_CHACHA20_POLY1305_SHA256;
    }
    for (int code : own) {
      CipherSuite suite = CipherSuite.of(code);
      if (suite != null && suite.isTls13() && offered.contains(code)) {
        return suite;
      }
    }
    throw new AlertException(
        Alert.HANDSHAKE_FAILURE, "cipher suites " + offered + " (expected: one of " + own + ")");
  }

  private static int firstOf(List<Integer> offered) {
    return offered.stream().filter(code -> !Grease.is(code)).findFirst().orElse(0);
  }

  /// The share of the first group of the server's that the client sent one for; null for none.
  static @Nullable KeyShare share(List<Integer> own, HelloExtensions extensions) {
    for (int group : own) {
      for (KeyShare share : extensions.keyShares()) {
        if (share.group() == group) {
          return share;
        }
      }
    }
    return null;
  }

  /// The first group of the server's that the client knows.
  static int group(List<Integer> own, HelloExtensions extensions) throws AlertException {
    for (int group : own) {
      if (extensions.groups().contains(group)) {
        return group;
      }
    }
    throw new AlertException(
        Alert.HANDSHAKE_FAILURE,
        "groups " + extensions.groups() + " (expected: one of " + own + ")");
  }

  /// The first scheme that the key can sign handshakes with and the client understands.
  static int scheme(List<Integer> own, HelloExtensions extensions) throws AlertException {
    List<Integer> offered = extensions.signatureAlgorithms();
    // RFC 8446 4.2.3: it was left out for a pre-shared key that was not taken
    if (offered.isEmpty()) {
      throw new AlertException(Alert.MISSING_EXTENSION, "ClientHello without signature_algorithms");
    }
    for (int scheme : own) {
      if (SIGNS_HANDSHAKES.contains(scheme) && offered.contains(scheme)) {
        return scheme;
      }
    }
    throw new AlertException(
        Alert.HANDSHAKE_FAILURE, "signatures " + offered + " (expected: one of " + own + ")");
  }

  /// Whether a handshake may be signed so.
  static boolean signsHandshakes(int scheme) {
    return SIGNS_HANDSHAKES.contains(scheme);
  }

  /// The first protocol of the server's that the client speaks; null for none, where one of them
  /// has no list. As Go does, a client of HTTP/1.1 goes on without an answer where the server has
  /// h2.
  static @Nullable String alpn(List<String> own, List<String> offered, boolean quic)
      throws AlertException {
    // RFC 9001 8.1: over QUIC a protocol must be agreed on
    if (own.isEmpty() || (offered.isEmpty() && !quic)) {
      return null;
    }
    for (String name : own) {
      if (offered.contains(name)) {
        return name;
      }
    }
    if (own.contains(HTTP_2) && offered.contains(HTTP_1_1)) {
      return null;
    }
    // RFC 7301 3.2
    throw new AlertException(
        Alert.NO_APPLICATION_PROTOCOL, "ALPN " + offered + " (expected: one of " + own + ")");
  }
}
