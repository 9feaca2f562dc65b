package dev.motet.io;

import java.net.InetSocketAddress;

/// A bare TCP connection of the operating system. Both ends are known for its whole life.
public interface SocketConn extends Conn {
  InetSocketAddress localAddress();

  InetSocketAddress remoteAddress();
}
