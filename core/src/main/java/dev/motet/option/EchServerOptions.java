package dev.motet.option;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.json.Fields;
import dev.motet.tls.cert.Pem;
import dev.motet.tls.ech.EchKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Encrypted Client Hello of a server (inventory TLS-4).
///
/// @param key as `generate ech-keypair` writes it
public record EchServerOptions(PemText key) {
  private static final String TYPE = "ECH KEYS";
  private static final int KEY_BYTES = 32;

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

  // in each block, repeated: private key (u16 length), ECHConfig (u16 length)
  /// The keys of the text; each is offered to clients whose own is out of date.
  public static List<EchKey> keys(String text) throws ProtocolException {
    List<EchKey> keys = new ArrayList<>();
    List<Pem.Block> blocks =
        Pem.blocks(text).stream().filter(block -> block.type().equals(TYPE)).toList();
    if (blocks.isEmpty()) {
      throw new ProtocolException("invalid ECH keys pem (expected: a block of " + TYPE + ")");
    }
    for (Pem.Block block : blocks) {
      ByteReader in = new ByteReader(block.bytes());
      while (in.remaining() > 0) {
        byte[] key = in.bytes(in.u16());
        byte[] config = in.bytes(in.u16());
        if (key.length != KEY_BYTES) {
          throw new ProtocolException("a private key of " + key.length + " bytes (expected: 32)");
        }
        keys.add(new EchKey(config, key, true));
      }
    }
    if (keys.isEmpty()) {
      throw new ProtocolException("empty ECH keys");
    }
    return List.copyOf(keys);
  }
}
