package dev.motet.os;

import dev.motet.io.Buffer;
import dev.motet.io.SocketConn;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

// hot
/// A TCP connection over a descriptor: reads and writes go straight between the kernel and the heap
/// array, and wait parked until the loop tells of an edge.
final class FdConn implements SocketConn {
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_MORE = 0x8000;

  private final Descriptor descriptor;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;

  /// The error that ended the connection.
  private volatile @Nullable IOException broken;

  FdConn(Descriptor descriptor, InetSocketAddress local, InetSocketAddress remote) {
    this.descriptor = descriptor;
    this.local = local;
    this.remote = remote;
  }

  Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public int read(Buffer into) throws IOException {
    int room = into.readable();
    if (room == 0) {
      throw new IllegalArgumentException("no room to read into " + into);
    }
    while (true) {
      if (!descriptor.takeReadable()) {
        descriptor.parkReadable(-1);
        continue;
      }
      long count;
      descriptor.enter();
      try {
        count = Kernel.call(Call.RECVFROM, descriptor.fd, into.array, into.to, room, 0);
      } finally {
        descriptor.exit();
      }
      if (count > 0) {
        descriptor.afterRead(count == room);
        descriptor.giveWay();
        into.to += (int) count;
        return (int) count;
      }
      if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
        return ended(count);
      }
    }
  }

  /// The end of the stream or an error: each later read gets it again. An error is told by the
  /// kernel only once, to whoever calls first.
  private int ended(long count) throws IOException {
    descriptor.stillReadable();
    IOException known = broken;
    if (descriptor.isClosed()) {
      throw descriptor.closedReason();
    }
    if (count == 0 && known == null) {
      return -1;
    }
    throw known == null ? broken("read", count) : known;
  }

  @Override
  public void write(Buffer from) throws IOException {
    while (!from.isEmpty()) {
      send(from, 0);
    }
  }

  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    if (head.length() <= body.headRoom()) {
      SocketConn.super.write(head, body);
      return;
    }
    // Held back by the kernel until the body follows.
    while (!head.isEmpty()) {
      send(head, body.isEmpty() ? 0 : MSG_MORE);
    }
    write(body);
  }

  /// Writes what goes out without waiting, or waits.
  private void send(Buffer from, int flags) throws IOException {
    descriptor.takeWritable();
    long count;
    descriptor.enter();
    try {
      count =
          Kernel.call(
              Call.SENDTO,
              descriptor.fd,
              from.array,
              from.from,
              from.length(),
              MSG_NOSIGNAL | flags);
    } finally {
      descriptor.exit();
    }
    if (count > 0) {
      from.from += (int) count;
    } else if (count == -Errno.EAGAIN || count == -Errno.EINPROGRESS) {
      descriptor.parkWritable(-1);
    } else if (count != -Errno.EINTR) {
      throw descriptor.isClosed() ? descriptor.closedReason() : broken("write", count);
    }
  }

  private IOException broken(String call, long result) {
    IOException cause = Errno.exception(call, result);
    broken = cause;
    return cause;
  }

  @Override
  public int unacknowledged() throws IOException {
    descriptor.enter();
    try {
      return SocketCalls.unacknowledged(descriptor.fd);
    } finally {
      descriptor.exit();
    }
  }

  @Override
  public void closeWrite() throws IOException {
    descriptor.enter();
    try {
      long result = Kernel.call(Call.SHUTDOWN, descriptor.fd, SocketCalls.SHUT_WR);
      if (result < 0 && result != -Errno.ENOTCONN) {
        throw Errno.exception("shutdown", result);
      }
    } finally {
      descriptor.exit();
    }
  }

  @Override
  public boolean reportsReadiness() {
    return true;
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return descriptor.awaitReadable(nanos);
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public void abort(IOException reason) {
    descriptor.close(reason, true);
  }

  @Override
  public void close() {
    descriptor.close(null, false);
  }

  @Override
  public String toString() {
    return "fd " + descriptor.fd + " " + local + " - " + remote;
  }
}
