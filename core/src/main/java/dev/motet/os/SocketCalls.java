package dev.motet.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The calls that make and ask sockets, with results as exceptions. None of them waits.
final class SocketCalls {
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x8_0000;
  static final int SOL_SOCKET = 1;
  static final int IPPROTO_TCP = 6;
  static final int IPPROTO_MPTCP = 262;
  static final int SHUT_WR = 1;
  private static final int SO_LINGER = 13;
  private static final int SO_ERROR = 4;
  private static final int MSG_PEEK = 2;
  private static final int TCP_INFO = 11;

  /// `tcpi_unacked` of `struct tcp_info`, and the bytes up to its end.
  private static final int TCPI_UNACKED = 24;

  private static final int TCP_INFO_BYTES = 28;

  private SocketCalls() {}

  static int family(InetAddress address) {
    return address instanceof Inet4Address ? SockAddr.AF_INET : SockAddr.AF_INET6;
  }

  /// A socket that neither waits nor outlives an exec.
  static int socket(int family, int type, int protocol) throws IOException {
    long fd = Kernel.call(Call.SOCKET, family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol, 0);
    if (fd < 0) {
      throw Errno.exception("socket", fd);
    }
    return (int) fd;
  }

  /// @return 0 or minus errno
  static long connect(int fd, int family, InetSocketAddress to) {
    return withAddress(Call.CONNECT, fd, family, to.getAddress(), to.getPort());
  }

  static void bind(int fd, int family, InetAddress address, int port) throws IOException {
    long result = withAddress(Call.BIND, fd, family, address, port);
    if (result < 0) {
      String host = address.getHostAddress();
      throw Errno.exception(
          "bind " + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port, result);
    }
  }

  static InetSocketAddress localAddress(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(32, 8);
      ByteBuffer bytes = bytes(memory).putInt(28, SockAddr.MAX_BYTES);
      long result = Kernel.call(Call.GETSOCKNAME, fd, memory.address(), memory.address() + 28, 0);
      if (result < 0) {
        throw Errno.exception("getsockname", result);
      }
      return SockAddr.read(bytes);
    }
  }

  static boolean hasIpv6() {
    long fd = Kernel.call(Call.SOCKET, SockAddr.AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0, 0);
    if (fd < 0) {
      return false;
    }
    close((int) fd);
    return true;
  }

  /// The pending error of a socket, as minus errno; 0 for none.
  static long pendingError(int fd) {
    long result = option(fd, SOL_SOCKET, SO_ERROR);
    return result < 0 ? result : -result;
  }

  /// @return the value, which is not negative, or minus errno
  static long option(int fd, int level, int name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(8, 4);
      ByteBuffer bytes = bytes(memory).putInt(4, 4);
      long result =
          Kernel.call(Call.GETSOCKOPT, fd, level, name, memory.address(), memory.address() + 4, 0);
      return result < 0 ? result : bytes.getInt(0);
    }
  }

  /// Segments under way; -1 where the kernel does not say.
  static int unacknowledged(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(TCP_INFO_BYTES + 4, 4);
      MemorySegment length = memory.asSlice(TCP_INFO_BYTES);
      length.set(ValueLayout.JAVA_INT, 0, TCP_INFO_BYTES);
      long result =
          Kernel.call(
              Call.GETSOCKOPT, fd, IPPROTO_TCP, TCP_INFO, memory.address(), length.address(), 0);
      boolean known = result >= 0 && length.get(ValueLayout.JAVA_INT, 0) >= TCP_INFO_BYTES;
      return known ? memory.get(ValueLayout.JAVA_INT, TCPI_UNACKED) : -1;
    }
  }

  /// @return 0 or minus errno
  static long setOption(int fd, int level, int name, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(4, 4);
      bytes(memory).putInt(0, value);
      return Kernel.call(Call.SETSOCKOPT, fd, level, name, memory.address(), 4, 0);
    }
  }

  /// @return 0 or minus errno
  static long setOption(int fd, int level, int name, byte[] value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(Math.max(1, value.length));
      bytes(memory).put(0, value);
      return Kernel.call(Call.SETSOCKOPT, fd, level, name, memory.address(), value.length, 0);
    }
  }

  /// The close that follows resets the connection. Fails only where there is none left to reset.
  static void lingerZero(int fd) {
    byte[] onAndZero = {1, 0, 0, 0, 0, 0, 0, 0};
    setOption(fd, SOL_SOCKET, SO_LINGER, onAndZero);
  }

  /// Looks at the next byte, and leaves it.
  ///
  /// @return 0 at the end of the stream or minus errno
  static long peek(int fd) {
    byte[] one = new byte[1];
    return Kernel.call(Call.RECVFROM, fd, one, 0, 1, MSG_PEEK);
  }

  static void close(int fd) {
    Kernel.call(Call.CLOSE, fd, 0);
  }

  private static long withAddress(Call call, int fd, int family, InetAddress address, int port) {
    byte[] name = new byte[SockAddr.MAX_BYTES];
    return Kernel.call(call, fd, name, 0, SockAddr.write(name, family, address, port), 0);
  }

  /// Native memory, in the order of this machine's bytes. What reads and writes it through segments
  /// costs 20 ms to link, which a start does not have.
  static ByteBuffer bytes(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
