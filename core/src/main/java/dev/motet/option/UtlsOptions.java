package dev.motet.option;

import dev.motet.json.Fields;
import java.util.List;
import java.util.Optional;

/// As which program a client looks (inventory TLS-6).
///
/// @param fingerprint empty for Chrome
public record UtlsOptions(String fingerprint) {
  static final List<String> NAMES =
      List.of(
          "chrome",
          "chrome_psk",
          "chrome_psk_shuffle",
          "chrome_padding_psk_shuffle",
          "chrome_pq",
          "chrome_pq_psk",
          "firefox",
          "edge",
          "safari",
          "360",
          "qq",
          "ios",
          "android",
          "random",
          "randomized");

  /// Empty when it is off.
  static Optional<UtlsOptions> decode(Fields f, boolean used) {
    boolean on = f.bool("enabled", false) && used;
    String name = f.string("fingerprint", "");
    if (on && !name.isEmpty() && !NAMES.contains(name)) {
      f.invalid(
          "fingerprint",
          "unknown uTLS fingerprint: " + name + " (known: " + String.join(", ", NAMES) + ")");
    }
    return on ? Optional.of(new UtlsOptions(name)) : Optional.empty();
  }
}
