package dev.motet.dns;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.json.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// Answers as the operating system does: its hosts file, its resolver (inventory DS-1).
public final class LocalServer implements DnsServer {
  public static final ComponentType<Options, DnsServer> TYPE =
      new ComponentType<>(
          "local", Options::decode, (env, _) -> LocalServer.of(env, InetAddress::getAllByName));

  private final OsResolver resolver;

  private LocalServer(OsResolver resolver) {
    this.resolver = resolver;
  }

  /// The server that an instance has when its configuration names none.
  public static DnsServer implicit(Env env) {
    return of(env, InetAddress::getAllByName);
  }

  static LocalServer of(Env env, OsResolver.Question question) {
    return new LocalServer(new OsResolver(question, env.resources().timeouts()));
  }

  @Override
  public List<InetAddress> lookup(String name) throws IOException {
    return resolver.lookup(name);
  }

  @Override
  public void close() {
    resolver.close();
  }

  /// The operating system asks over its own sockets: dial fields that would change them are not
  /// built.
  record Options() {
    private static final List<String> SOCKET_FIELDS =
        List.of(
            "detour",
            "bind_interface",
            "inet4_bind_address",
            "inet6_bind_address",
            "protect_path",
            "routing_mark",
            "reuse_addr",
            "netns",
            "connect_timeout",
            "tcp_fast_open",
            "tcp_multi_path",
            "udp_fragment",
            "domain_resolver",
            "network_strategy",
            "network_type",
            "fallback_network_type",
            "fallback_delay",
            "domain_strategy");

    static Options decode(Fields f) {
      SOCKET_FIELDS.forEach(f::unbuilt);
      return new Options();
    }
  }
}
