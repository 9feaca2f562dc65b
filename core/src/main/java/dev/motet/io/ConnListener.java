package dev.motet.io;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A listening TCP socket. One thread accepts; close comes from any.
public interface ConnListener extends AutoCloseable {
  /// Waits for the next connection.
  ///
  /// @throws IOException when closed, or [OutOfDescriptorsException] when none is left: wait for
  ///   one to be freed and accept again
  SocketConn accept() throws IOException;

  /// The address bound, with the real port where 0 was asked for.
  InetSocketAddress localAddress();

  /// Idempotent; a waiting accept throws. The address is free for another listener afterwards.
  @Override
  void close();
}
