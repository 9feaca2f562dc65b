package dev.motet.dns.server;

import dev.motet.io.SocketConfig;
import dev.motet.json.Fields;
import dev.motet.option.DialOptions;

/// The resolver of the system (inventory DS-1).
record LocalServerOptions(DialOptions dial) {
  static LocalServerOptions decode(Fields f) {
    return new LocalServerOptions(DialOptions.decode(f));
  }

  /// Whether questions must leave over other sockets than the system's own.
  boolean changesSockets() {
    return dial.detour() != null || !dial.socket().equals(SocketConfig.DEFAULT);
  }
}
