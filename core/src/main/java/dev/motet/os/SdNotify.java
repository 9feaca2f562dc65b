package dev.motet.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Tells the service manager (systemd) how the process fares: one datagram a message to the socket
/// that `NOTIFY_SOCKET` names.
public final class SdNotify {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int MSG_NOSIGNAL = 0x4000;

  /// sockaddr_un: family (u16, native order), path (108 bytes).
  private static final int PATH_OFFSET = 2;

  private static final int MAX_PATH_BYTES = 107;

  private SdNotify() {}

  /// @param address a path, or `@name` for the abstract namespace; empty: nobody wants to know
  /// @param message `READY=1`
  public static void send(String address, String message) throws IOException {
    if (address.isEmpty() || !Platform.isKnownLinux()) {
      return;
    }
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (path.length > MAX_PATH_BYTES || (path[0] != '/' && path[0] != '@')) {
      throw new IOException("NOTIFY_SOCKET " + address + " (expected: a path, or @name)");
    }
    long fd = Kernel.call(Call.SOCKET, AF_UNIX, SOCK_DGRAM | SocketCalls.SOCK_CLOEXEC, 0, 0);
    if (fd < 0) {
      throw Errno.exception("notify service manager", fd);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(message);
      MemorySegment target = socketAddress(arena, path);
      long length = text.byteSize() - 1;
      long to = target.address();
      // An abstract name ends with its length, a path with a zero byte.
      long toLength = path[0] == '@' ? PATH_OFFSET + path.length : target.byteSize();
      long sent = Kernel.call(Call.SENDTO, fd, text.address(), length, MSG_NOSIGNAL, to, toLength);
      if (sent < 0) {
        throw Errno.exception("notify service manager at " + address, sent);
      }
    } finally {
      Kernel.call(Call.CLOSE, fd, 0);
    }
  }

  private static MemorySegment socketAddress(Arena arena, byte[] path) {
    MemorySegment address = arena.allocate(PATH_OFFSET + path.length + 1, 8);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, PATH_OFFSET, path.length);
    if (path[0] == '@') {
      address.set(ValueLayout.JAVA_BYTE, PATH_OFFSET, (byte) 0);
    }
    return address;
  }
}
