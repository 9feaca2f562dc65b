package dev.motet.dial;

import dev.motet.core.Env;
import dev.motet.io.Destination;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketPacketConn;
import java.net.InetSocketAddress;

/// Divides the packets of one listening UDP socket by their source into associations, each a
/// [PacketConn] with endpoint-independent mapping: one association for a source, whatever the
/// destinations.
public final class UdpTable implements AutoCloseable {
  /// Serves one association on a virtual thread of its own; it ends when this returns.
  public interface Handler {
    void serve(InetSocketAddress source, PacketConn association);
  }

  private final Env env;
  private final SocketPacketConn socket;

  /// @param destination what the packets of this socket are meant for (a `direct` inbound's own
  ///   address or override); replies leave from the socket itself
  public UdpTable(Env env, SocketPacketConn socket, Destination destination) {
    this.env = env;
    this.socket = socket;
  }

  /// Receives and divides on a thread of its own until closed.
  public void start(Handler handler) {
    throw new IllegalStateException("not built " + env + socket + handler);
  }

  @Override
  public void close() {}
}
