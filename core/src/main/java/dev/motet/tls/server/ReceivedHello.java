package dev.motet.tls.server;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;

/// A ClientHello and the bytes that it was read from, which the transcript needs.
///
/// @param message complete; not to be changed
record ReceivedHello(byte[] message, ClientHello hello) {
  static ReceivedHello read(byte[] message) throws AlertException {
    if (Message.type(message) != HandshakeType.CLIENT_HELLO) {
      throw ServerState.unexpected(message, "ClientHello");
    }
    try {
      Message.body(message); // the length is that of the array
      return new ReceivedHello(message, ClientHelloReader.readMessage(new ByteReader(message)));
    } catch (ProtocolException e) {
      throw AlertException.undecodable("ClientHello", e);
    }
  }
}
