package dev.motet.io;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Makes sockets: portable NIO, or Linux descriptors on epoll loops. Everything above sees only
/// [Conn] and [PacketConn].
///
/// Thread-safe. Closing it closes its loops; sockets still open fail.
public interface SocketBackend extends AutoCloseable {
  /// `nio` or `epoll`, for logs.
  String name();

  /// Connects, blocking the calling virtual thread for at most `config.connectTimeout()`.
  ///
  /// @throws DialException with the reason
  /// @throws UnsupportedSocketOptionException when an option cannot be set
  SocketConn connect(InetSocketAddress to, SocketConfig config) throws IOException;

  /// Listens for TCP.
  ///
  /// @throws java.net.BindException when the address is taken or not local
  ConnListener listen(InetSocketAddress at, SocketConfig config) throws IOException;

  /// Binds a UDP socket.
  ///
  /// @param at null for any free port on all addresses of both families
  SocketPacketConn bind(@Nullable InetSocketAddress at, SocketConfig config) throws IOException;

  /// The way to move bytes between two sockets of this back end without reading them.
  Transfer transfer();

  /// Where virtual threads that work on these sockets are made.
  ThreadFactory threads();

  @Override
  void close();
}
