package dev.motet.route;

import dev.motet.io.IpPrefix;
import dev.motet.route.matcher.IpSet;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

// hot
/// Addresses of this machine, of the networks it is in, and of the services that clouds answer
/// machines with their secrets at: nothing that a client from outside has to do with. More than
/// [PrivateAddresses].
final class GuardedAddresses {
  private static final IpSet MORE =
      new IpSet(
          Stream.of(
                  "0.0.0.0/8", // this network
                  "100.64.0.0/10", // shared with carriers; 100.100.100.200 is a metadata service
                  "168.63.129.16/32", // a metadata service
                  "192.0.0.0/24", // protocol assignments; 192.0.0.192 is a metadata service
                  "240.0.0.0/4", // reserved, and broadcast
                  "fec0::/10") // site-local
              .map(IpPrefix::parse)
              .toList());

  /// What begins so carries an IPv4 address: translated (RFC 6052), compatible (RFC 4291).
  private static final List<byte[]> CARRIERS =
      List.of(new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, new byte[12]);

  private GuardedAddresses() {}

  static boolean contains(InetAddress address) {
    return PrivateAddresses.contains(address)
        || MORE.contains(address)
        || (address instanceof Inet6Address six && carriesGuarded(six.getAddress()));
  }

  private static boolean carriesGuarded(byte[] bytes) {
    if (bytes[0] == 0x20 && bytes[1] == 0x02) {
      return contains(ipv4(bytes, 2)); // 6to4, RFC 3056
    }
    for (byte[] carrier : CARRIERS) {
      if (Arrays.equals(bytes, 0, 12, carrier, 0, 12)) {
        return contains(ipv4(bytes, 12));
      }
    }
    return false;
  }

  private static Inet4Address ipv4(byte[] bytes, int at) {
    try {
      return (Inet4Address) InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}
