package dev.motet.dns;

import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Answers from lists of names: written in the configuration, else in files (inventory DS-2).
final class HostsServer implements DnsServer {
  private final Map<String, List<InetAddress>> predefined;
  private final List<HostsFile> files;

  HostsServer(Map<String, List<InetAddress>> predefined, List<HostsFile> files) {
    Map<String, List<InetAddress>> byKey = new HashMap<>();
    predefined.forEach((name, addresses) -> byKey.put(key(name), List.copyOf(addresses)));
    this.predefined = Map.copyOf(byKey);
    this.files = List.copyOf(files);
  }

  @Override
  public List<InetAddress> lookup(String name) throws IOException {
    String key = key(name);
    List<InetAddress> known = predefined.get(key);
    if (known != null) {
      return known;
    }
    for (HostsFile file : files) {
      List<InetAddress> listed = file.addresses(key);
      if (!listed.isEmpty()) {
        return listed;
      }
    }
    throw new DialException(Reason.DNS, "lookup " + name + ": not in the hosts lists");
  }

  /// Names are equal in any case, with or without the final dot.
  static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
