package dev.motet.os;

import dev.motet.io.ConnListener;
import dev.motet.io.SocketConn;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/// A listening socket over a descriptor. Accepted sockets inherit their options from it.
final class FdListener implements ConnListener {
  private static final int FLAGS = SocketCalls.SOCK_NONBLOCK | SocketCalls.SOCK_CLOEXEC;

  private final Descriptor descriptor;
  private final InetSocketAddress local;
  private final Supplier<EpollLoop> loops;

  /// @param loops the loop of each accepted connection
  FdListener(Descriptor descriptor, InetSocketAddress local, Supplier<EpollLoop> loops) {
    this.descriptor = descriptor;
    this.local = local;
    this.loops = loops;
  }

  @Override
  public SocketConn accept() throws IOException {
    while (true) {
      if (!descriptor.takeReadable()) {
        descriptor.parkReadable(-1);
        continue;
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate(32, 8);
        ByteBuffer bytes = SocketCalls.bytes(memory).putInt(28, SockAddr.MAX_BYTES);
        long fd = accept(memory);
        if (fd != -Errno.EAGAIN) {
          descriptor.stillReadable();
        }
        if (fd >= 0) {
          return accepted((int) fd, SockAddr.read(bytes));
        }
        if (fd != -Errno.EAGAIN && fd != -Errno.EINTR && fd != -Errno.ECONNABORTED) {
          throw descriptor.failure("accept on " + local, fd);
        }
      }
    }
  }

  private long accept(MemorySegment memory) throws IOException {
    descriptor.enter();
    try {
      return Kernel.call(
          Call.ACCEPT4, descriptor.fd, memory.address(), memory.address() + 28, FLAGS);
    } finally {
      descriptor.exit();
    }
  }

  private SocketConn accepted(int fd, InetSocketAddress remote) throws IOException {
    InetSocketAddress own = local;
    if (local.getAddress().isAnyLocalAddress()) {
      try {
        own = SocketCalls.localAddress(fd);
      } catch (IOException e) {
        SocketCalls.close(fd);
        throw e;
      }
    }
    return new FdConn(loops.get().register(fd), own, remote);
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public void close() {
    descriptor.close(null, false);
  }

  @Override
  public String toString() {
    return "fd " + descriptor.fd + " on " + local;
  }
}
