package dev.motet.core;

import dev.motet.io.SocketConn;
import java.io.IOException;

/// An inbound that also serves connections which another inbound hands over (`detour`).
public interface Injectable extends Inbound {
  /// Serves a connection as if it had been accepted here. Blocks until that is done; the caller
  /// closes it.
  ///
  /// @throws IOException for a client whose bytes are not allowed
  void serve(SocketConn conn) throws IOException;
}
