package dev.motet.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/// `struct sockaddr_in` and `sockaddr_in6` in native memory.
final class SockAddr {
  static final int MAX_BYTES = 28;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfShort PORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SockAddr() {}

  /// Writes an address as a socket of `family` takes it: IPv4 mapped on an IPv6 socket.
  ///
  /// @return bytes written: 16 or 28
  static int write(MemorySegment at, long offset, int family, InetAddress address, int port) {
    at.set(FAMILY, offset, (short) family);
    at.set(PORT, offset + 2, (short) port);
    byte[] bytes = address.getAddress();
    if (family == AF_INET) {
      MemorySegment.copy(bytes, 0, at, ValueLayout.JAVA_BYTE, offset + 4, 4);
      at.set(ValueLayout.JAVA_LONG_UNALIGNED, offset + 8, 0);
      return 16;
    }
    at.set(ValueLayout.JAVA_INT_UNALIGNED, offset + 4, 0);
    if (bytes.length == 4) {
      at.set(ValueLayout.JAVA_LONG_UNALIGNED, offset + 8, 0);
      at.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset + 16, (short) 0);
      at.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset + 18, (short) -1);
      MemorySegment.copy(bytes, 0, at, ValueLayout.JAVA_BYTE, offset + 20, 4);
    } else {
      MemorySegment.copy(bytes, 0, at, ValueLayout.JAVA_BYTE, offset + 8, 16);
    }
    int scope = address instanceof Inet6Address six ? six.getScopeId() : 0;
    at.set(ValueLayout.JAVA_INT_UNALIGNED, offset + 24, scope);
    return MAX_BYTES;
  }

  static int port(MemorySegment at, long offset) {
    return at.get(PORT, offset + 2) & 0xffff;
  }

  /// Mapped IPv4 comes out as IPv4.
  static InetAddress address(MemorySegment at, long offset) throws IOException {
    int family = at.get(FAMILY, offset);
    if (family == AF_INET) {
      byte[] four = new byte[4];
      MemorySegment.copy(at, ValueLayout.JAVA_BYTE, offset + 4, four, 0, 4);
      return Inet4Address.getByAddress(four);
    }
    if (family != AF_INET6) {
      throw new IOException("address family " + family + " (expected: 2 or 10)");
    }
    byte[] sixteen = new byte[16];
    MemorySegment.copy(at, ValueLayout.JAVA_BYTE, offset + 8, sixteen, 0, 16);
    int scope = at.get(ValueLayout.JAVA_INT_UNALIGNED, offset + 24);
    return scope == 0
        ? InetAddress.getByAddress(sixteen)
        : Inet6Address.getByAddress(null, sixteen, scope);
  }

  static InetSocketAddress read(MemorySegment at) throws IOException {
    return new InetSocketAddress(address(at, 0), port(at, 0));
  }

  /// Whether both hold the same family, address and port.
  static boolean same(MemorySegment a, long aOffset, MemorySegment b, long bOffset) {
    long bytes = a.get(FAMILY, aOffset) == AF_INET ? 8 : MAX_BYTES;
    return MemorySegment.mismatch(a, aOffset, aOffset + bytes, b, bOffset, bOffset + bytes) < 0;
  }
}
