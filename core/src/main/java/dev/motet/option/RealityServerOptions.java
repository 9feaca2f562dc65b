package dev.motet.option;

import dev.motet.json.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// REALITY of a server (inventory TLS-7).
///
/// @param handshake the site that strangers are passed on to; null when it is off
/// @param dial how to reach it
/// @param shortIdsHex 16 digits each
/// @param maxTimeDifference zero for any
public record RealityServerOptions(
    ServerOptions handshake,
    DialOptions dial,
    String privateKeyHex,
    List<String> shortIdsHex,
    Duration maxTimeDifference) {
  private static final String ZERO_ID = "0".repeat(2 * RealityTexts.ID_BYTES);

  /// A site and how to reach it.
  private record Handshake(ServerOptions server, DialOptions dial) {}

  /// 32 bytes.
  public byte[] privateKey() {
    return HexFormat.of().parseHex(privateKeyHex);
  }

  /// 8 bytes each.
  public List<byte[]> shortIds() {
    return shortIdsHex.stream().map(HexFormat.of()::parseHex).toList();
  }

  /// Empty when it is off.
  static Optional<RealityServerOptions> decode(Fields f, boolean used) {
    boolean on = f.bool("enabled", false) && used;
    Handshake site = f.optional("handshake", RealityServerOptions::handshake);
    String keyText = f.secret("private_key");
    List<String> idTexts = f.strings("short_id");
    Duration difference = f.duration("max_time_difference", Duration.ZERO);
    if (!on) {
      return Optional.empty();
    }
    if (site == null || site.server.server().isEmpty()) {
      f.invalid("", "missing handshake server (expected: a site that strangers see)");
    }
    String key = RealityTexts.key(keyText == null ? "" : keyText);
    if (key == null) {
      RealityTexts.invalidKey(f, "private_key");
    }
    return Optional.of(
        new RealityServerOptions(
            site == null ? new ServerOptions("", 0) : site.server,
            site == null ? DialOptions.DEFAULT : site.dial,
            key == null ? "" : key,
            shortIds(f, idTexts),
            difference));
  }

  private static List<String> shortIds(Fields f, List<String> texts) {
    if (texts.isEmpty()) {
      return List.of(ZERO_ID);
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String id = RealityTexts.shortId(texts.get(i));
      if (id == null) {
        f.invalid(
            "short_id",
            "invalid short_id[" + i + "]: " + texts.get(i) + " (expected: 0 to 16 digits, even)");
      } else {
        ids.add(id);
      }
    }
    return List.copyOf(ids);
  }

  private static Handshake handshake(Fields f) {
    String server = f.string("server", "");
    return new Handshake(new ServerOptions(server, f.port("server_port")), DialOptions.decode(f));
  }

  /// Never shows the key.
  @Override
  public String toString() {
    return "RealityServerOptions[" + handshake + ", ***]";
  }
}
