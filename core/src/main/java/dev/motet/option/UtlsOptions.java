package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.tls.fingerprint.HelloShapes;
import java.util.Optional;

/// As which program a client looks (inventory TLS-6).
///
/// @param fingerprint empty for Chrome
public record UtlsOptions(String fingerprint) {
  /// Empty when it is off.
  static Optional<UtlsOptions> decode(Fields f, boolean used) {
    boolean on = f.bool("enabled", false) && used;
    String name = f.string("fingerprint", "");
    if (on && !HelloShapes.isKnown(name)) {
      f.invalid(
          "fingerprint",
          HelloShapes.unknown(name) + " (known: " + String.join(", ", HelloShapes.names()) + ")");
    }
    return on ? Optional.of(new UtlsOptions(name)) : Optional.empty();
  }
}
