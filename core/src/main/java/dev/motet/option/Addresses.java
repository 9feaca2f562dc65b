package dev.motet.option;

import dev.motet.io.IpLiteral;
import dev.motet.io.IpPrefix;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Parsers of address fields for [dev.motet.json.Fields#parsed].
public final class Addresses {
  public static final String IP = "an IP address";
  public static final String SUBNET = "an IP address or a prefix";
  static final String PREFIX = "an IP address or prefix as 10.0.0.0/8";

  private Addresses() {}

  public static InetAddress ip(String text) {
    InetAddress address = IpLiteral.parse(text);
    if (address == null) {
      throw new IllegalArgumentException(IP);
    }
    return address;
  }

  static Inet4Address ipv4(String text) {
    if (ip(text) instanceof Inet4Address v4) {
      return v4;
    }
    throw new IllegalArgumentException("an IPv4 address");
  }

  static Inet6Address ipv6(String text) {
    if (ip(text) instanceof Inet6Address v6) {
      return v6;
    }
    throw new IllegalArgumentException("an IPv6 address");
  }

  /// An address counts as a prefix of its full length (`client_subnet`).
  public static IpPrefix subnet(String text) {
    return IpPrefix.parseLenient(text);
  }
}
