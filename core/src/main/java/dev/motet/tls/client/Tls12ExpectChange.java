package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.message.HandshakeType;

/// The client of TLS 1.2 has finished; ChangeCipherSpec of the server comes, before it a ticket
/// where one was announced.
///
/// @param ticket whether it is still to come
record Tls12ExpectChange(
    Tls12Agreed agreed, Tls12Secrets secrets, Negotiated negotiated, boolean ticket)
    implements State {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    if (!ticket) {
      throw State.unexpected(message, "ChangeCipherSpec");
    }
    Tls12Messages.checkTicket(State.body(message, HandshakeType.NEW_SESSION_TICKET));
    agreed.transcript().add(message);
    return new Tls12ExpectChange(agreed, secrets, negotiated, false);
  }

  @Override
  public State receiveChangeCipherSpec() throws AlertException {
    // RFC 5077 3.3: a ticket that was announced comes before it.
    if (ticket) {
      return State.super.receiveChangeCipherSpec();
    }
    agreed.carrier().readKeys(secrets.serverKeys());
    return new Tls12ExpectFinished(agreed, secrets, negotiated);
  }
}
