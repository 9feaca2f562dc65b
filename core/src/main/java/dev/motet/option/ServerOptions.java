package dev.motet.option;

import dev.motet.io.Destination;
import dev.motet.json.Fields;
import java.util.regex.Pattern;

/// The server of an outbound: `server` and `server_port`.
public record ServerOptions(String server, int serverPort) {
  private static final Pattern NEVER_A_HOST = Pattern.compile("[\\s/@?#]|://|^.{256,}$");

  public Destination destination() {
    return Destination.of(server, serverPort);
  }

  public static ServerOptions decode(Fields f) {
    String server = f.string("server", "");
    int port = f.port("server_port");
    if (port == 0) {
      f.warn("server_port", "server_port is missing or 0: nothing answers at port 0");
    }
    if (server.isEmpty()) {
      f.warn("server", "server is missing or empty: no server can be reached");
    } else if (NEVER_A_HOST.matcher(server).find()) {
      f.warn("server", "\"" + server + "\" can never resolve (expected: a name or an IP address)");
    }
    return new ServerOptions(server, port);
  }
}
