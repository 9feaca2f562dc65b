package dev.motet.route;

import java.net.Inet4Address;
import java.net.InetAddress;

// hot
/// Addresses that no packet on the internet goes to (inventory RI-8).
final class PrivateAddresses {
  private PrivateAddresses() {}

  /// RFC 1918 and RFC 4193, loopback, link-local, multicast, unspecified.
  static boolean contains(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || (address instanceof Inet4Address
            ? address.isSiteLocalAddress()
            : (address.getAddress()[0] & 0xfe) == 0xfc);
  }
}
