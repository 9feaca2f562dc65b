package dev.motet.option;

import dev.motet.io.ProtocolException;
import dev.motet.json.Fields;
import dev.motet.tls.ech.EchPem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Encrypted Client Hello of a client (inventory TLS-5).
///
/// @param config null to ask DNS for it
/// @param queryServerName asked for instead of the server name; empty for that
public record EchClientOptions(@Nullable PemText config, String queryServerName) {
  /// The `ECHConfigList`, length included; null to ask DNS for it.
  public byte @Nullable [] configs() throws ProtocolException {
    return config == null ? null : EchPem.readConfigs(config.text());
  }

  /// Empty when it is off.
  static Optional<EchClientOptions> decode(Fields f, boolean used) {
    boolean on = f.bool("enabled", false) && used;
    PemText config = PemText.decode(f, "config", "config_path", on, "ECH config");
    String name = f.string("query_server_name", "");
    deprecated(f, on);
    if (config != null) {
      try {
        EchPem.readConfigs(config.text());
      } catch (ProtocolException e) {
        f.invalid(
            config.paths().isEmpty() ? "config" : "config_path",
            "invalid ECH configs pem: " + e.getMessage());
      }
    }
    return on ? Optional.of(new EchClientOptions(config, name)) : Optional.empty();
  }

  /// What has no effect any more; sing-box takes it only with an environment variable.
  static void deprecated(Fields f, boolean used) {
    for (String name : List.of("pq_signature_schemes_enabled", "dynamic_record_sizing_disabled")) {
      if (f.bool(name, false) && used) {
        f.warn(name, "`" + name + "` has no effect any more: leave it out");
      }
    }
  }
}
