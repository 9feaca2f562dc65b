package dev.motet.core;

import dev.motet.io.Conn;
import dev.motet.io.PacketConn;

/// Decides what becomes of a session and carries it out.
///
/// Both calls block the calling virtual thread until the session ended, close what they are given,
/// never throw, and answer the client through `reply` (the first call to it counts).
public interface Router {
  void route(Session session, Conn conn, Reply reply);

  /// Packets received from `conn` carry the destination the client wants; packets sent to it carry
  /// the remote end they came from.
  void route(Session session, PacketConn conn, Reply reply);
}
