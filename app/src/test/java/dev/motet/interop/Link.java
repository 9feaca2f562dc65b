package dev.motet.interop;

import java.util.List;

/// A way from one proxy to the next: the inbound of the one and the outbound of the other that
/// speak the same protocol.
///
/// @param inbound fields of the inbound, without where it listens
/// @param outbound fields of the outbound, without its server
/// @param udp whether it carries datagrams
record Link(String name, String inbound, String outbound, boolean udp) {
  private static final String USERS = "\"users\":[{\"username\":\"u\",\"password\":\"p w\"}]";
  private static final String USER = "\"username\":\"u\",\"password\":\"p w\"";

  /// All that both Motet and sing-box speak, in the forms that look different on the wire.
  static List<Link> all() {
    return List.of(
        new Link("socks4", socks(""), socks("\"version\":\"4\""), false),
        new Link("socks4a", socks(""), socks("\"version\":\"4a\""), false),
        new Link(
            "socks4 user",
            socks("\"users\":[{\"username\":\"u\",\"password\":\"\"}]"),
            socks("\"version\":\"4\",\"username\":\"u\""),
            false),
        new Link("socks5", socks(""), socks("\"version\":\"5\""), true),
        new Link("socks5 user", socks(USERS), socks(USER), true),
        new Link("socks5 user not asked", socks(""), socks(USER), true),
        new Link("http", "\"type\":\"http\"", "\"type\":\"http\"", false),
        new Link("http user", "\"type\":\"http\"," + USERS, "\"type\":\"http\"," + USER, false),
        new Link("mixed socks4a", "\"type\":\"mixed\"", socks("\"version\":\"4a\""), false),
        new Link("mixed socks5", "\"type\":\"mixed\"," + USERS, socks(USER), true),
        new Link("mixed http", "\"type\":\"mixed\"," + USERS, "\"type\":\"http\"," + USER, false),
        new Link("uot v1", socks(""), socks(uot(1)), true),
        new Link("uot v2", socks(USERS), socks(USER + "," + uot(2)), true));
  }

  /// The forms of a destination that it can carry.
  List<String> hosts() {
    return outbound.contains("\"version\":\"4")
        ? List.of("127.0.0.1", "localhost")
        : List.of("127.0.0.1", "localhost", "::1");
  }

  /// A proxy with an entrance (one port for TCP and UDP: not 0) at `entrance` that leads to
  /// `target` over this link.
  String client(int entrance, String host, int target, int server) {
    return """
    {"log":{"level":"error"},"dns":{"servers":[{"type":"local"}],"strategy":"ipv4_only"},
     "inbounds":[{"type":"direct","tag":"entrance","listen":"127.0.0.1","listen_port":%d,
       "override_address":"%s","override_port":%d}],
     "outbounds":[{%s,"server":"127.0.0.1","server_port":%d}]}
    """
        .formatted(entrance, host, target, outbound, server);
  }

  /// A proxy that listens at `port` for this link and goes on directly.
  String server(int port) {
    return """
    {"log":{"level":"error"},"dns":{"servers":[{"type":"local"}],"strategy":"ipv4_only"},
     "inbounds":[{%s,"tag":"in","listen":"127.0.0.1","listen_port":%d}],
     "outbounds":[{"type":"direct"}]}
    """
        .formatted(inbound, port);
  }

  private static String socks(String fields) {
    return "\"type\":\"socks\"" + (fields.isEmpty() ? "" : "," + fields);
  }

  private static String uot(int version) {
    return "\"udp_over_tcp\":{\"enabled\":true,\"version\":" + version + "}";
  }

  @Override
  public String toString() {
    return name;
  }
}
