package dev.motet.dns.server;

import dev.motet.json.Fields;
import dev.motet.option.Addresses;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/// Names from files and from the configuration (inventory DS-2).
///
/// @param path empty for the system's own file
record HostsServerOptions(List<String> path, Map<String, List<InetAddress>> predefined) {
  static HostsServerOptions decode(Fields f) {
    return new HostsServerOptions(
        f.strings("path"), f.lists("predefined", Addresses.IP, Addresses::ip));
  }
}
