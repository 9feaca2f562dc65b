package dev.motet.core;

import dev.motet.io.Conn;
import dev.motet.io.PacketConn;
import java.io.IOException;

/// Opens connections: the system, a protocol over another dialer, a group. Features compose by
/// wrapping a dialer in a dialer.
///
/// Thread-safe; both calls block the calling virtual thread. The caller owns and closes what it
/// gets.
public interface Dialer {
  /// Opens a stream to `request.to()`.
  ///
  /// @throws dev.motet.io.DialException with the reason the client is told
  Conn dial(DialRequest request) throws IOException;

  /// Opens a packet connection whose first destination is `request.to()`.
  PacketConn bind(DialRequest request) throws IOException;
}
