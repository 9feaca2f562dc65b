package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.tls.cert.Pem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Encrypted Client Hello of a client (inventory TLS-5).
///
/// @param config null to ask DNS for it
/// @param queryServerName asked for instead of the server name; empty for that
public record EchClientOptions(@Nullable PemText config, String queryServerName) {
  private static final String TYPE = "ECH CONFIGS";

  /// The `ECHConfigList`, length included; null to ask DNS for it.
  public byte @Nullable [] configs() {
    Pem.Block block = config == null ? null : Pem.next(config.text(), 0);
    return block == null ? null : block.bytes();
  }

  /// Empty when it is off.
  static Optional<EchClientOptions> decode(Fields f, boolean used) {
    boolean on = f.bool("enabled", false) && used;
    PemText config = PemText.decode(f, "config", "config_path", on, "ECH config");
    String name = f.string("query_server_name", "");
    deprecated(f, on);
    if (config != null && !isConfig(config.text())) {
      f.invalid(
          config.paths().isEmpty() ? "config" : "config_path",
          "invalid ECH configs pem (expected: one block of " + TYPE + ")");
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

  // RFC 9849 4: configs, at least 4 bytes (u16 length)
  private static boolean isConfig(String text) {
    Pem.Block block = Pem.next(text, 0);
    if (block == null || !block.type().equals(TYPE) || !text.substring(block.end()).isBlank()) {
      return false;
    }
    byte[] list = block.bytes();
    int length = list.length < 2 ? 0 : ((list[0] & 0xff) << 8) | (list[1] & 0xff);
    return length >= 4 && length == list.length - 2;
  }

  /// As text, so that equal ones are equal.
  @Override
  public String toString() {
    return "EchClientOptions[" + (config == null ? "DNS" : Arrays.hashCode(configs())) + "]";
  }
}
