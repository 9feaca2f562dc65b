package dev.motet.option;

import dev.motet.json.Fields;
import java.util.HexFormat;
import java.util.Optional;

/// REALITY of a client (inventory TLS-8).
///
/// @param publicKeyHex of the server
/// @param shortIdHex 16 digits
/// @param clientVersion announced to the server, as 0xXXYYZZ
public record RealityClientOptions(String publicKeyHex, String shortIdHex, int clientVersion) {
  /// Servers of 2026 take older ones for strangers.
  private static final String VERSION = "26.3.27";

  /// 32 bytes.
  public byte[] publicKey() {
    return HexFormat.of().parseHex(publicKeyHex);
  }

  /// 8 bytes.
  public byte[] shortId() {
    return HexFormat.of().parseHex(shortIdHex);
  }

  /// Empty when it is off.
  static Optional<RealityClientOptions> decode(Fields f, boolean used) {
    boolean on = f.bool("enabled", false) && used;
    String keyText = f.string("public_key", "");
    String idText = f.string("short_id", "");
    String versionText = f.string("client_version", VERSION);
    if (!on) {
      return Optional.empty();
    }
    String key = RealityTexts.key(keyText);
    String id = RealityTexts.shortId(idText);
    int version = RealityTexts.version(versionText);
    if (key == null) {
      RealityTexts.invalidKey(f, "public_key");
    }
    if (id == null) {
      f.invalid("short_id", "invalid short_id: " + idText + " (expected: 0 to 16 digits, even)");
    }
    if (version < 0) {
      f.invalid("client_version", "\"" + versionText + "\" is no version (expected: as 26.3.27)");
    }
    return Optional.of(
        new RealityClientOptions(key == null ? "" : key, id == null ? "" : id, version));
  }
}
