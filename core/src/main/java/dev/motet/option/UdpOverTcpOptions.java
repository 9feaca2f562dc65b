package dev.motet.option;

import dev.motet.json.Fields;
import org.jspecify.annotations.Nullable;

/// Whether an outbound carries packets in a stream (inventory JS-20).
///
/// @param version 1 or 2
public record UdpOverTcpOptions(boolean enabled, int version) {
  private static final UdpOverTcpOptions OFF = new UdpOverTcpOptions(false, 2);

  /// The field `udp_over_tcp`: a bool, or an object.
  public static UdpOverTcpOptions decode(Fields f) {
    @Nullable UdpOverTcpOptions options =
        f.boolOrObject(
            "udp_over_tcp",
            enabled -> new UdpOverTcpOptions(enabled, 2),
            UdpOverTcpOptions::decodeObject);
    return options == null ? OFF : options;
  }

  private static UdpOverTcpOptions decodeObject(Fields f) {
    long version = f.integer("version", 0, 0xff, 2);
    if (version > 2) {
      f.warn("version", version + " is no version of UDP over TCP (1 or 2); 2 is used");
    }
    return new UdpOverTcpOptions(f.bool("enabled", false), version == 1 ? 1 : 2);
  }
}
