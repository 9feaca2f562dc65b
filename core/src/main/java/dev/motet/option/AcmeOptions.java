package dev.motet.option;

import dev.motet.json.Fields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Certificates that an authority gives for the asking (inventory TLS-9).
///
/// @param dataDirectory where account and certificates are kept; empty for the usual place
/// @param defaultServerName whose certificate those get that ask for no name; empty for the first
/// @param provider address of the directory, or a name
/// @param alternativeHttpPort where HTTP-01 is answered instead of port 80; 0 for that
/// @param alternativeTlsPort where TLS-ALPN-01 is answered instead of port 443; 0 for that
public record AcmeOptions(
    List<String> domain,
    String dataDirectory,
    String defaultServerName,
    String email,
    String provider,
    boolean disableHttpChallenge,
    boolean disableTlsAlpnChallenge,
    int alternativeHttpPort,
    int alternativeTlsPort,
    @Nullable Account externalAccount,
    @Nullable Dns01Options dns01Challenge) {

  /// An account that the authority knows already (RFC 8555 7.3.4).
  public record Account(String keyId, String macKey) {
    static Account decode(Fields f) {
      String id = f.string("key_id", "");
      String key = f.secret("mac_key");
      return new Account(id, key == null ? "" : key);
    }

    /// Never shows the key.
    @Override
    public String toString() {
      return "Account[" + keyId + ", ***]";
    }
  }

  /// Empty when it names no domain: then it is off.
  static Optional<AcmeOptions> decode(Fields f, boolean used) {
    AcmeOptions options =
        new AcmeOptions(
            f.strings("domain"),
            f.string("data_directory", ""),
            f.string("default_server_name", ""),
            f.string("email", ""),
            f.string("provider", "letsencrypt"),
            f.bool("disable_http_challenge", false),
            f.bool("disable_tls_alpn_challenge", false),
            f.port("alternative_http_port"),
            f.port("alternative_tls_port"),
            f.optional("external_account", Account::decode),
            Texts.section(f, "dns01_challenge", Dns01Options::decode));
    if (!used || options.domain.isEmpty()) {
      return Optional.empty();
    }
    if (options.directory() == null) {
      f.invalid(
          "provider",
          "unsupported acme provider: "
              + options.provider
              + " (expected: letsencrypt, zerossl or an address that begins with https://)");
    }
    return Optional.of(options);
  }

  /// Address of the directory; null for an unknown provider.
  public @Nullable String directory() {
    return switch (provider) {
      case "", "letsencrypt" -> "https://acme-v02.api.letsencrypt.org/directory";
      case "zerossl" -> "https://acme.zerossl.com/v2/DV90";
      default -> provider.startsWith("https://") ? provider : null;
    };
  }
}
