package dev.motet.tls.client;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.message.HandshakeType;
import java.security.MessageDigest;

/// The server of TLS 1.2 ends the handshake.
record Tls12ExpectFinished(Tls12Agreed agreed, Tls12Secrets secrets, Negotiated negotiated)
    implements State {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    ByteReader body = State.body(message, HandshakeType.FINISHED);
    byte[] received = body.bytes(body.remaining());
    byte[] expected = secrets.finished("server finished", agreed.transcript().hash());
    if (received.length != expected.length) {
      throw new ProtocolException(
          "Finished of " + received.length + " bytes (expected: " + expected.length + ")");
    }
    // RFC 5246 7.4.9: in constant time
    if (!MessageDigest.isEqual(expected, received)) {
      throw new AlertException(Alert.DECRYPT_ERROR, "Finished of the server is wrong");
    }
    return new Tls12Traffic(negotiated, secrets, new FloodLimit(agreed.config().time()));
  }
}
