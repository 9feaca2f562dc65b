package dev.motet.dns;

import dev.motet.option.DomainStrategy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Which addresses of a name are used, in which order (inventory DX-11).
final class Strategies {
  private Strategies() {}

  /// IPv4 comes first unless IPv6 is preferred; each family keeps its order.
  static List<InetAddress> ordered(List<InetAddress> found, DomainStrategy strategy) {
    List<InetAddress> four = new ArrayList<>();
    List<InetAddress> six = new ArrayList<>();
    for (InetAddress address : found) {
      (address instanceof Inet4Address ? four : six).add(address);
    }
    return switch (strategy) {
      case AS_IS, PREFER_IPV4 -> joined(four, six);
      case PREFER_IPV6 -> joined(six, four);
      case IPV4_ONLY -> four;
      case IPV6_ONLY -> six;
    };
  }

  private static List<InetAddress> joined(List<InetAddress> first, List<InetAddress> then) {
    first.addAll(then);
    return first;
  }
}
