package dev.motet.tls.client;

import dev.motet.crypto.PublicKeys;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server of TLS 1.2 ends its flight; before that it may ask for a certificate.
///
/// @param answer to its share
/// @param request null while there is none
record Tls12ExpectDone(
    Tls12Agreed agreed,
    List<byte[]> chain,
    int group,
    PublicKeys.Answer answer,
    Tls12Messages.@Nullable Request request)
    implements State {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    if (request == null && Message.type(message) == HandshakeType.CERTIFICATE_REQUEST) {
      Tls12Messages.Request asked = Tls12Messages.Request.read(Message.body(message));
      agreed.transcript().add(message);
      return new Tls12ExpectDone(agreed, chain, group, answer, asked);
    }
    State.body(message, HandshakeType.SERVER_HELLO_DONE).end();
    agreed.transcript().add(message);
    Tls12Secrets secrets = Tls12Flight.send(agreed, answer, request);
    return new Tls12ExpectChange(agreed, secrets, agreed.negotiated(group, chain), agreed.ticket());
  }
}
