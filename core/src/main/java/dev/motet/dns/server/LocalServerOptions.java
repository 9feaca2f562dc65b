package dev.motet.dns.server;

import dev.motet.io.SocketConfig;
import dev.motet.json.Fields;
import dev.motet.option.DialOptions;
import java.util.Objects;

/// The resolver of the system (inventory DS-1).
record LocalServerOptions(DialOptions dial) {
  static LocalServerOptions decode(Fields f) {
    return new LocalServerOptions(DialOptions.decode(f));
  }

  /// Whether questions must leave over other sockets than the system's own.
  boolean changesSockets() {
    // Mostly it is the default itself, and `equals` is not called: what a record with so many
    // fields links for its first call costs 10 ms of a start.
    return dial.detour() != null || !Objects.equals(dial.socket(), SocketConfig.DEFAULT);
  }
}
