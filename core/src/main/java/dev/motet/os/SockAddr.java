package dev.motet.os;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// `struct sockaddr_in` and `sockaddr_in6` in arrays of [#MAX_BYTES].
///
/// Buffers and not segments: the accesses of the first class cost nothing to link, those of the
/// second 20 ms of a start.
final class SockAddr {
  static final int MAX_BYTES = 28;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private SockAddr() {}

  /// Writes an address as a socket of `family` takes it: IPv4 mapped on an IPv6 socket.
  ///
  /// @return bytes written: 16 or 28
  static int write(byte[] into, int family, InetAddress address, int port) {
    // family (u16, native order), port (u16), IPv4 address, 8 zero bytes; IPv6: flow (u32, zero),
    // address, scope (u32, native order)
    Arrays.fill(into, 0, MAX_BYTES, (byte) 0);
    ByteBuffer out = ByteBuffer.wrap(into).order(ByteOrder.nativeOrder());
    out.putShort(0, (short) family);
    into[2] = (byte) (port >>> 8);
    into[3] = (byte) port;
    byte[] bytes = address.getAddress();
    if (family == AF_INET) {
      out.put(4, bytes, 0, 4);
      return 16;
    }
    if (bytes.length == 4) {
      into[18] = -1;
      into[19] = -1;
      out.put(20, bytes);
    } else {
      out.put(8, bytes);
    }
    out.putInt(24, address instanceof Inet6Address six ? six.getScopeId() : 0);
    return MAX_BYTES;
  }

  static int port(byte[] at) {
    return Byte.toUnsignedInt(at[2]) << 8 | Byte.toUnsignedInt(at[3]);
  }

  /// Mapped IPv4 comes out as IPv4.
  static InetAddress address(byte[] at) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(at).order(ByteOrder.nativeOrder());
    int family = in.getShort(0);
    if (family == AF_INET) {
      return Inet4Address.getByAddress(Arrays.copyOfRange(at, 4, 8));
    }
    if (family != AF_INET6) {
      throw new IOException("address family " + family + " (expected: 2 or 10)");
    }
    byte[] sixteen = Arrays.copyOfRange(at, 8, 24);
    int scope = in.getInt(24);
    return scope == 0
        ? InetAddress.getByAddress(sixteen)
        : Inet6Address.getByAddress(null, sixteen, scope);
  }

  static InetSocketAddress read(byte[] at) throws IOException {
    return new InetSocketAddress(address(at), port(at));
  }

  /// Reads what a call wrote to native memory.
  static InetSocketAddress read(ByteBuffer at) throws IOException {
    byte[] bytes = new byte[MAX_BYTES];
    at.get(0, bytes);
    return read(bytes);
  }
}
