package dev.motet.dns.server;

import dev.motet.io.Destination;
import dev.motet.json.Fields;
import dev.motet.option.DialOptions;
import java.util.regex.Pattern;

/// A server that is asked over the network (inventory DS-3, DS-4).
record RemoteServerOptions(Destination server, DialOptions dial) {
  private static final int PORT = 53;
  private static final Pattern HOST = Pattern.compile("[^\\s/@?#\\[\\]]{1,255}");

  static RemoteServerOptions decode(Fields f) {
    String host = f.string("server", "");
    int port = f.port("server_port");
    DialOptions dial = DialOptions.decode(f);
    Destination server = destination(host, port);
    if (!isHost(host)) {
      f.invalid(
          "server", host.isEmpty() ? "missing server address" : "invalid server address: " + host);
    } else if (server instanceof Destination.Name
        && dial.detour() == null
        && dial.domainResolver() == null) {
      f.invalid(
          "server",
          "missing domain resolver for domain server address (expected: domain_resolver)");
    }
    return new RemoteServerOptions(server, dial);
  }

  RemoteServerOptions through(String outbound) {
    return new RemoteServerOptions(server, dial.through(outbound));
  }

  /// @param port 0 for the usual one
  static Destination destination(String host, int port) {
    return Destination.of(isHost(host) ? host : "invalid", port == 0 ? PORT : port);
  }

  static boolean isHost(String text) {
    return HOST.matcher(text).matches();
  }
}
