package dev.motet.fuzz;

import dev.motet.io.Buffer;
import dev.motet.io.SocketConn;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A client whose bytes are all there from the start, in pieces of a given size, and who listens to
/// nothing. Of one thread.
final class FedConn implements SocketConn {
  private final byte[] bytes;
  private final int piece;
  private int position;
  private long written;

  FedConn(byte[] bytes, int piece) {
    this.bytes = bytes;
    this.piece = piece;
  }

  /// Bytes that were answered.
  long written() {
    return written;
  }

  @Override
  public int read(Buffer into) {
    int count = Math.min(Math.min(piece, bytes.length - position), into.readable());
    if (count == 0) {
      return -1;
    }
    into.append(bytes, position, count);
    position += count;
    return count;
  }

  @Override
  public void write(Buffer from) {
    written += from.length();
    from.from = from.to;
  }

  @Override
  public void closeWrite() {}

  @Override
  public void close() {
    position = bytes.length;
  }

  @Override
  public InetSocketAddress localAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
  }
}
