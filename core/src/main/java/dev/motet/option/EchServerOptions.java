package dev.motet.option;

import dev.motet.io.ProtocolException;
import dev.motet.json.Fields;
import dev.motet.tls.cert.Pem;
import dev.motet.tls.ech.EchKey;
import dev.motet.tls.ech.EchPem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Encrypted Client Hello of a server (inventory TLS-4).
///
/// @param key as `generate ech-keypair` writes it
public record EchServerOptions(PemText key) {
  private static final String TYPE = "ECH KEYS";

  /// Empty when it is off.
  static Optional<EchServerOptions> decode(Fields f, boolean used) {
    boolean on = f.bool("enabled", false) && used;
    PemText key = PemText.decode(f, "key", "key_path", on, "ECH keys");
    EchClientOptions.deprecated(f, on);
    if (!on) {
      return Optional.empty();
    }
    if (key == null) {
      if (!f.has("key_path")) {
        f.invalid("", "missing ECH keys");
      }
      return Optional.empty();
    }
    try {
      keys(key.text());
    } catch (ProtocolException e) {
      f.invalid(key.paths().isEmpty() ? "key" : "key_path", "parse ECH keys: " + e.getMessage());
    }
    return Optional.of(new EchServerOptions(key));
  }

  /// The keys of all blocks of the text; each is offered to clients whose own is out of date.
  public static List<EchKey> keys(String text) throws ProtocolException {
    List<EchKey> keys = new ArrayList<>();
    for (Pem.Block block : Pem.blocks(text)) {
      if (block.type().equals(TYPE)) {
        keys.addAll(EchPem.readKeys(Pem.write(TYPE, block.bytes())));
      }
    }
    if (keys.isEmpty()) {
      throw new ProtocolException("invalid ECH keys pem (expected: a block of " + TYPE + ")");
    }
    return List.copyOf(keys);
  }
}
