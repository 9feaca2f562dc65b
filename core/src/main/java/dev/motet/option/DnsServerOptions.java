package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.json.Position;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A DNS server (inventory 11.2).
public sealed interface DnsServerOptions {
  /// The place in the list when none is written.
  String tag();

  Position position();

  /// The resolver of the system.
  record Local(String tag, Position position, DialOptions dial) implements DnsServerOptions {}

  /// Names from files and from the configuration.
  ///
  /// @param path empty for the system's own file
  record Hosts(
      String tag, Position position, List<String> path, Map<String, List<InetAddress>> predefined)
      implements DnsServerOptions {}

  List<String> SOCKET_FIELDS =
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
          "network_strategy");

  /// The field `servers` of the section.
  static List<DnsServerOptions> decodeAll(Fields f) {
    Map<String, Fields.Decoder<DnsServerOptions>> types = new LinkedHashMap<>();
    types.put("local", DnsServerOptions::local);
    types.put("hosts", DnsServerOptions::hosts);
    List<DnsServerOptions> servers =
        f.variants(
            "servers",
            "type",
            "legacy",
            types,
            List.of(
                "legacy",
                "udp",
                "tcp",
                "tls",
                "quic",
                "https",
                "h3",
                "dhcp",
                "fakeip",
                "tailscale",
                "resolved"));
    List<DnsServerOptions> tagged = new ArrayList<>();
    for (DnsServerOptions server : servers) {
      tagged.add(server.tag().isEmpty() ? server.withTag(String.valueOf(tagged.size())) : server);
    }
    return List.copyOf(tagged);
  }

  private static Local local(Fields f) {
    // The system asks over its own sockets.
    SOCKET_FIELDS.forEach(f::unbuilt);
    return new Local(f.string("tag", ""), f.position(""), DialOptions.decode(f));
  }

  private static Hosts hosts(Fields f) {
    return new Hosts(
        f.string("tag", ""),
        f.position(""),
        f.strings("path"),
        f.lists("predefined", Addresses.IP, Addresses::ip));
  }

  private DnsServerOptions withTag(String tag) {
    return switch (this) {
      case Local l -> new Local(tag, l.position, l.dial);
      case Hosts h -> new Hosts(tag, h.position, h.path, h.predefined);
    };
  }
}
