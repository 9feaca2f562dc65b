package dev.motet.secure;

import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.io.SocketConn;
import java.net.InetSocketAddress;

/// A stream over a socket, which has the addresses of that.
final class ServedConn extends ForwardingConn implements SocketConn {
  private final SocketConn socket;

  ServedConn(Conn stream, SocketConn socket) {
    super(stream);
    this.socket = socket;
  }

  @Override
  public InetSocketAddress localAddress() {
    return socket.localAddress();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return socket.remoteAddress();
  }
}
