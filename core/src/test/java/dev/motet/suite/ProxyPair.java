package dev.motet.suite;

import dev.motet.engine.Config;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.engine.MotetOptions;
import java.io.IOException;
import java.net.InetSocketAddress;

/// A protocol between two instances: programs → `mixed` inbound of the client → outbound under test
/// → inbound under test of the server → destination.
///
/// @param name shown by the test
/// @param inbound fields of the server's inbound, as JSON without braces
/// @param outbound fields of the client's outbound; server and port are added
/// @param udp whether it carries packets
/// @param dns the client's `dns` section, as JSON with braces
public record ProxyPair(String name, String inbound, String outbound, boolean udp, String dns) {
  public ProxyPair(String name, String inbound, String outbound, boolean udp) {
    this(name, inbound, outbound, udp, "{}");
  }

  /// Both instances.
  public record Running(Motet server, Motet client) implements AutoCloseable {
    /// Where programs reach the client: SOCKS and HTTP.
    public InetSocketAddress address() {
      return listening(client);
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  public Running start(MotetOptions.Sockets sockets) throws Exception {
    MotetOptions options = new MotetOptions(sockets, MotetOptions.DEFAULT.clock());
    Motet server =
        Motet.start(parse("{\"inbounds\": [{\"tag\": \"in\", " + inbound + "}]}"), options);
    try {
      return new Running(server, Motet.start(clientConfig(listening(server)), options));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private Config clientConfig(InetSocketAddress server) throws Exception {
    return parse(
        """
        {
          "dns": %s,
          "inbounds": [{"type": "mixed", "tag": "in"}],
          "outbounds": [{"tag": "out", "server": "127.0.0.1", "server_port": %d, %s}]
        }
        """
            .formatted(dns, server.getPort(), outbound));
  }

  private static Config parse(String text) throws Exception {
    return ConfigLoader.parse("pair.json", text);
  }

  private static InetSocketAddress listening(Motet motet) {
    return motet.listening().get("in");
  }

  @Override
  public String toString() {
    return name;
  }
}
