package dev.motet.option;

import dev.motet.io.Destination;
import dev.motet.json.Fields;

/// The server of an outbound: `server` and `server_port`.
public record ServerOptions(String server, int serverPort) {
  public Destination destination() {
    return Destination.of(server, serverPort);
  }

  public static ServerOptions decode(Fields f) {
    throw new UnsupportedOperationException(f.path());
  }
}
