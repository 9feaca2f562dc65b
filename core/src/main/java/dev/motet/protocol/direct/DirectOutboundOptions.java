package dev.motet.protocol.direct;

import dev.motet.json.Fields;
import dev.motet.option.DialOptions;
import org.jspecify.annotations.Nullable;

/// Options of [DirectOutbound].
///
/// @param overrideAddress legacy: the host that replaces that of every destination
/// @param overridePort legacy: the port that replaces that of every destination; 0 for none
record DirectOutboundOptions(DialOptions dial, @Nullable String overrideAddress, int overridePort) {
  static DirectOutboundOptions decode(Fields f) {
    DialOptions dial = DialOptions.decodeWith(f, DialOptions.DIRECT);
    if (dial.detour() != null) {
      f.invalid("detour", "`detour` is not supported in direct context");
    }
    if (f.integer("proxy_protocol", 0, 0xff, 0) != 0) {
      f.invalid("proxy_protocol", "Proxy Protocol is deprecated and removed in sing-box 1.6.0");
    }
    return new DirectOutboundOptions(dial, overrideAddress(f), overridePort(f));
  }

  private static @Nullable String overrideAddress(Fields f) {
    warnOf(f, "override_address");
    return f.optionalString("override_address");
  }

  private static int overridePort(Fields f) {
    warnOf(f, "override_port");
    return f.port("override_port");
  }

  private static void warnOf(Fields f, String name) {
    if (f.has(name)) {
      f.warn(
          name,
          "deprecated in sing-box 1.11.0; write `"
              + name
              + "` in a route rule: {\"action\": \"route-options\", \""
              + name
              + "\": …}");
    }
  }
}
