package dev.motet.tls.server;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.ApplicationKeys;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyUpdate;
import dev.motet.tls.message.Message;

/// The handshake is done: a client may only change its keys.
record Established(Negotiated negotiated, ApplicationKeys keys, boolean quic)
    implements ServerState {
  @Override
  public ServerState receive(byte[] message) throws AlertException {
    // RFC 9001 6: QUIC has its own way to change keys
    if (quic) {
      throw ServerState.unexpected(message, "none over QUIC");
    }
    // RFC 8446 4.1.2: no renegotiation
    if (Message.type(message) != HandshakeType.KEY_UPDATE) {
      throw ServerState.unexpected(message, "KeyUpdate");
    }
    keys.update(ServerState.read(message, HandshakeType.KEY_UPDATE, "KeyUpdate", KeyUpdate::read));
    return this;
  }

  @Override
  public int maxMessageBytes() {
    return SHORT_BYTES;
  }
}
