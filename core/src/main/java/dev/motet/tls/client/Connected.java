package dev.motet.tls.client;

import dev.motet.tls.handshake.Negotiated;

/// The state after a handshake that was completed. What it knows may be asked for by the reading
/// and by the writing thread of the connection.
interface Connected extends State {
  Negotiated negotiated();

  /// See [dev.motet.tls.handshake.Handshake#export].
  byte[] export(byte[] label, byte[] context, int length);

  /// See [dev.motet.tls.handshake.Handshake#owesKeyUpdate].
  default boolean owesKeyUpdate() {
    return false;
  }

  /// See [dev.motet.tls.handshake.Handshake#updateWriteKeys].
  default void updateWriteKeys() {}
}
