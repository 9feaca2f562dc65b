package dev.motet.io;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where a connection or packet goes, or came from: a name or an address, and a port (0 to 65535).
public sealed interface Destination {
  /// @return 0 to 65535
  int port();

  /// The name, or the address as text without brackets.
  String host();

  /// The same host with another port.
  Destination withPort(int port);

  /// A domain name as the client wrote it, not resolved; 1 to 255 bytes, never an address literal.
  record Name(String host, int port) implements Destination {
    public Name {
      checkPort(port);
    }

    @Override
    public Destination withPort(int other) {
      return new Name(host, other);
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /// An address; IPv4-mapped IPv6 never occurs (the JDK unwraps it).
  record Ip(InetAddress address, int port) implements Destination {
    public Ip {
      checkPort(port);
    }

    @Override
    public String host() {
      return IpLiteral.text(address);
    }

    @Override
    public Destination withPort(int other) {
      return new Ip(address, other);
    }

    public InetSocketAddress toSocketAddress() {
      return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
      return address instanceof Inet6Address ? "[" + host() + "]:" + port : host() + ":" + port;
    }
  }

  static Ip of(InetSocketAddress address) {
    return new Ip(address.getAddress(), address.getPort());
  }

  /// An address literal (IPv4, or IPv6 with or without brackets) becomes an [Ip], all else a
  /// [Name].
  ///
  /// @throws IllegalArgumentException when the host is empty or longer than 255 bytes, or the port
  ///   is out of range
  static Destination of(String host, int port) {
    checkPort(port);
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    InetAddress literal = IpLiteral.parse(bare);
    if (literal != null) {
      return new Ip(literal, port);
    }
    if (host.isEmpty() || host.length() > 255) {
      throw new IllegalArgumentException(
          "host of " + host.length() + " bytes (expected: 1 to 255)");
    }
    return new Name(host, port);
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " (expected: 0 to 65535)");
    }
  }
}
