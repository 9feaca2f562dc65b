package dev.motet.io;

import java.net.InetSocketAddress;

/// A bare TCP connection of the operating system. Both ends are known for its whole life.
public interface SocketConn extends Conn {
  InetSocketAddress localAddress();

  InetSocketAddress remoteAddress();

  /// Segments that were sent and that the peer has not acknowledged; -1 where nobody knows.
  default int unacknowledged() throws java.io.IOException {
    return -1;
  }
}
