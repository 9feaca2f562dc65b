package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.tls.handshake.ServerConfig.ClientAuth;
import dev.motet.tls.message.CipherSuite;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// TLS of an inbound: the section `tls` (inventory TLS-1).
///
/// @param serverName the name of REALITY
/// @param insecure makes certificates where none is named
/// @param alpn in order of preference
/// @param minVersion number on the wire
/// @param maxVersion number on the wire
/// @param suites empty for all
/// @param curves numbers of groups; empty for the usual ones
/// @param identity null to make one for each name, or where an authority or REALITY gives it
/// @param clientCertificate roots of client certificates; null for none
/// @param clientPins keys of clients that are believed, as `PinVerifier` writes them
public record TlsServerOptions(
    boolean enabled,
    String serverName,
    boolean insecure,
    List<String> alpn,
    int minVersion,
    int maxVersion,
    Set<CipherSuite> suites,
    List<Integer> curves,
    @Nullable KeyPairOptions identity,
    ClientAuth clientAuth,
    @Nullable PemText clientCertificate,
    Set<String> clientPins,
    @Nullable AcmeOptions acme,
    @Nullable EchServerOptions ech,
    @Nullable RealityServerOptions reality,
    Duration handshakeTimeout) {

  /// The field `tls` of an inbound; null when it is off.
  public static @Nullable TlsServerOptions decode(Fields f) {
    TlsServerOptions options = f.optional("tls", TlsServerOptions::section);
    return options == null || !options.enabled ? null : options;
  }

  private static TlsServerOptions section(Fields f) {
    boolean on = f.bool("enabled", false);
    TlsCommon.Versions versions = TlsCommon.versions(f, on);
    PemText certificate = PemText.decode(f, "certificate", "certificate_path", on, "certificate");
    PemText key = PemText.decode(f, "key", "key_path", on, "key");
    TlsCommon.unbuilt(f);
    TlsServerOptions options =
        new TlsServerOptions(
            on,
            f.string("server_name", ""),
            f.bool("insecure", false),
            f.strings("alpn"),
            versions.min(),
            versions.max(),
            TlsCommon.suites(f, on),
            TlsCommon.curves(f),
            pair(f, certificate, key),
            f.choice("client_authentication", ClientAuth.class, ClientAuth.NO),
            clientRoots(f, on),
            TlsCommon.pins(f, "client_certificate_public_key_sha256"),
            Texts.section(f, "acme", acme -> AcmeOptions.decode(acme, on)),
            Texts.section(f, "ech", ech -> EchServerOptions.decode(ech, on)),
            Texts.section(f, "reality", reality -> RealityServerOptions.decode(reality, on)),
            TlsCommon.handshakeTimeout(f));
    if (options.acme != null) {
      f.unbuilt("acme");
    }
    if (on) {
      check(f, options, certificate != null, key != null);
      checkClients(f, options);
    }
    return options;
  }

  private static void check(Fields f, TlsServerOptions options, boolean certificate, boolean key) {
    if (options.reality != null) {
      checkReality(f, options, certificate, key);
      return;
    }
    if (options.acme != null) {
      if (options.insecure) {
        f.invalid("insecure", "insecure is without use beside acme");
      }
      return;
    }
    boolean named = f.has("certificate_path") || f.has("key_path");
    if (certificate == key && (certificate || named || options.insecure)) {
      return;
    }
    if (!certificate && !f.has("certificate_path")) {
      f.invalid("", "missing certificate");
    } else if (!key && !f.has("key_path")) {
      f.invalid("", "missing key");
    }
  }

  private static void checkReality(
      Fields f, TlsServerOptions options, boolean certificate, boolean key) {
    if (options.acme != null) {
      f.invalid("acme", "acme is unavailable in reality");
    }
    if (certificate) {
      f.invalid("certificate", "certificate is unavailable in reality");
    }
    if (key) {
      f.invalid("key", "key is unavailable in reality");
    }
  }

  private static void checkClients(Fields f, TlsServerOptions options) {
    boolean known = options.clientCertificate != null || !options.clientPins.isEmpty();
    switch (options.clientAuth) {
      case VERIFY_IF_GIVEN, REQUIRE_AND_VERIFY -> {
        if (!known && !f.has("client_certificate_path")) {
          f.invalid(
              "client_authentication",
              "missing client_certificate, client_certificate_path or"
                  + " client_certificate_public_key_sha256");
        }
      }
      case NO, REQUEST, REQUIRE_ANY -> {
        if (known) {
          f.warn(
              options.clientCertificate == null
                  ? "client_certificate_public_key_sha256"
                  : "client_certificate",
              "without effect unless client_authentication verifies");
        }
      }
    }
  }

  private static @Nullable KeyPairOptions pair(
      Fields f, @Nullable PemText certificate, @Nullable PemText key) {
    return certificate != null
            && key != null
            && TlsCommon.isPair(
                f,
                certificate.paths().isEmpty() ? "certificate" : "certificate_path",
                certificate,
                key)
        ? new KeyPairOptions(certificate, key)
        : null;
  }

  private static @Nullable PemText clientRoots(Fields f, boolean on) {
    return TlsCommon.roots(
        f,
        "client_certificate",
        PemText.decodeFiles(
            f, "client_certificate", "client_certificate_path", on, "client certificate"));
  }
}
