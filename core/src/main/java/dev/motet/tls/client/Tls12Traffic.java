package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.message.HandshakeType;

/// A connection of TLS 1.2 after its handshake.
record Tls12Traffic(Negotiated negotiated, Tls12Secrets secrets, FloodLimit limit)
    implements Connected {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    limit.count();
    // RFC 5246 7.4.1.1: a client that does not want to renegotiate may ignore the request.
    State.body(message, HandshakeType.HELLO_REQUEST).end();
    return this;
  }

  @Override
  public byte[] export(byte[] label, byte[] context, int length) {
    return secrets.export(label, context, length);
  }
}
