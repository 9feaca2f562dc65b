package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.tls.message.CipherSuite;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// TLS of an outbound: the section `tls` (inventory TLS-2).
///
/// @param serverName empty for the address of the server
/// @param minVersion number on the wire
/// @param maxVersion number on the wire
/// @param suites empty for all
/// @param curves numbers of groups; empty for the usual ones
/// @param certificate roots, instead of those that the instance trusts; null for these
/// @param pins of public keys that are believed, as `PinVerifier` writes them; empty for none
/// @param identity shown to servers that ask for one
/// @param fragment null when the hello is not cut
/// @param utls null for a hello of its own
public record TlsClientOptions(
    boolean enabled,
    boolean disableSni,
    String serverName,
    boolean insecure,
    List<String> alpn,
    int minVersion,
    int maxVersion,
    Set<CipherSuite> suites,
    List<Integer> curves,
    @Nullable PemText certificate,
    Set<String> pins,
    @Nullable KeyPairOptions identity,
    @Nullable TlsFragmentOptions fragment,
    @Nullable EchClientOptions ech,
    @Nullable UtlsOptions utls,
    @Nullable RealityClientOptions reality,
    Duration handshakeTimeout) {

  /// The field `tls` of an outbound; null when it is off.
  ///
  /// @param server its address
  public static @Nullable TlsClientOptions decode(Fields f, String server) {
    TlsClientOptions options = f.optional("tls", TlsClientOptions::decode);
    if (options == null || !options.enabled) {
      return null;
    }
    if (options.serverName.isEmpty() && server.isEmpty() && !options.insecure) {
      f.invalid("tls", "missing server_name or insecure=true");
    }
    return options;
  }

  private static TlsClientOptions decode(Fields f) {
    boolean on = f.bool("enabled", false);
    TlsCommon.Versions versions = TlsCommon.versions(f, on);
    TlsCommon.unbuilt(f);
    TlsClientOptions options =
        new TlsClientOptions(
            on,
            f.bool("disable_sni", false),
            f.string("server_name", ""),
            f.bool("insecure", false),
            f.strings("alpn"),
            versions.min(),
            versions.max(),
            TlsCommon.suites(f, on),
            TlsCommon.curves(f),
            roots(f, on),
            TlsCommon.pins(f, "certificate_public_key_sha256"),
            identity(f, on),
            TlsFragmentOptions.decode(f, ""),
            Texts.section(f, "ech", ech -> EchClientOptions.decode(ech, on)),
            Texts.section(f, "utls", utls -> UtlsOptions.decode(utls, on)),
            Texts.section(f, "reality", reality -> RealityClientOptions.decode(reality, on)),
            TlsCommon.handshakeTimeout(f));
    if (on) {
      check(f, options);
    }
    return options;
  }

  /// The same for one version of TLS.
  ///
  /// @param version number on the wire
  public TlsClientOptions withVersion(int version) {
    return new TlsClientOptions(
        enabled,
        disableSni,
        serverName,
        insecure,
        alpn,
        version,
        version,
        suites,
        curves,
        certificate,
        pins,
        identity,
        fragment,
        ech,
        utls,
        reality,
        handshakeTimeout);
  }

  private static void check(Fields f, TlsClientOptions options) {
    if (options.certificate != null && !options.pins.isEmpty()) {
      f.invalid(
          "certificate_public_key_sha256",
          "certificate_public_key_sha256 is in conflict with certificate and certificate_path");
    }
    if (options.reality == null) {
      return;
    }
    if (options.utls == null) {
      f.invalid("reality", "uTLS is required by reality client");
    }
    if (options.ech != null) {
      f.invalid("ech", "Reality is conflict with ECH");
    }
    if (options.disableSni) {
      f.invalid("disable_sni", "disable_sni is not possible with reality");
    }
  }

  private static @Nullable PemText roots(Fields f, boolean on) {
    return TlsCommon.roots(
        f, "certificate", PemText.decode(f, "certificate", "certificate_path", on, "certificate"));
  }

  private static @Nullable KeyPairOptions identity(Fields f, boolean on) {
    PemText certificate =
        PemText.decode(
            f, "client_certificate", "client_certificate_path", on, "client certificate");
    PemText key = PemText.decode(f, "client_key", "client_key_path", on, "client key");
    if (certificate == null || key == null) {
      if (certificate != null && !f.has("client_key_path")) {
        f.invalid("client_certificate", "missing client key");
      }
      if (key != null && !f.has("client_certificate_path")) {
        f.invalid("client_key", "missing client certificate");
      }
      return null;
    }
    return TlsCommon.isPair(f, "client_certificate", certificate, key)
        ? new KeyPairOptions(certificate, key)
        : null;
  }
}
