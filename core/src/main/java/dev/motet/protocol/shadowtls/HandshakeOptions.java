package dev.motet.protocol.shadowtls;

import dev.motet.json.Fields;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;

/// A TLS server that shakes hands in place of the inbound, and how it is reached.
record HandshakeOptions(ServerOptions server, DialOptions dial) {
  static HandshakeOptions decode(Fields f) {
    return new HandshakeOptions(ServerOptions.decode(f), DialOptions.decode(f));
  }

  /// As [#decode]; sing-box overlooks what it does not know there (config-check 12).
  static HandshakeOptions decodeLeniently(Fields f) {
    f.unknownIsWarned();
    return decode(f);
  }
}
