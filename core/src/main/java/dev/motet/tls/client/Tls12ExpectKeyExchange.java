package dev.motet.tls.client;

import dev.motet.crypto.PublicKeys;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.NamedGroup;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;

/// The server of TLS 1.2 sends its share, signed with the key of its certificate.
///
/// @param status whether an OCSP response may come before it
record Tls12ExpectKeyExchange(Tls12Agreed agreed, List<byte[]> chain, boolean status)
    implements State {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    if (status && Message.type(message) == HandshakeType.CERTIFICATE_STATUS) {
      Tls12Messages.checkStatus(Message.body(message));
      agreed.transcript().add(message);
      return new Tls12ExpectKeyExchange(agreed, chain, false);
    }
    Tls12Messages.KeyExchange exchange =
        Tls12Messages.KeyExchange.read(State.body(message, HandshakeType.SERVER_KEY_EXCHANGE));
    int group = exchange.group();
    // RFC 8422 5.4: a group that was offered; hybrid ones are of TLS 1.3.
    if (!agreed.hello().offersGroup(group) || group == NamedGroup.X25519MLKEM768) {
      throw Answers.illegal("group " + group + " in ServerKeyExchange");
    }
    verify(exchange);
    agreed.transcript().add(message);
    return new Tls12ExpectDone(agreed, chain, group, answer(exchange), null);
  }

  private void verify(Tls12Messages.KeyExchange exchange) throws AlertException {
    int scheme = exchange.scheme();
    // RFC 5246 7.4.3: a scheme that was offered
    if (!agreed.hello().offersScheme(scheme) || !Schemes.isModern(scheme)) {
      throw Answers.illegal("signature scheme 0x%04x in ServerKeyExchange".formatted(scheme));
    }
    PublicKey key = agreed.config().verifier().verify(chain, agreed.config().serverName());
    boolean rsa = key.getAlgorithm().startsWith("RSA");
    // RFC 5246 7.4.2: the key is of the kind that the suite names.
    if (rsa == agreed.signsWithCurves()) {
      throw Answers.illegal(agreed.suite() + " with a key of " + key.getAlgorithm());
    }
    byte[] content = Bytes.join(agreed.clientRandom(), agreed.serverRandom());
    content = Bytes.join(content, exchange.parameters());
    if (!agreed.config().keys().verifyTls12(scheme, key, content, exchange.signature())) {
      throw new AlertException(
          Alert.DECRYPT_ERROR, "signature of the server does not fit its certificate");
    }
  }

  private PublicKeys.Answer answer(Tls12Messages.KeyExchange exchange) throws AlertException {
    int group = exchange.group();
    if (!agreed.config().keys().supports(group)) {
      throw new AlertException(
          Alert.HANDSHAKE_FAILURE,
          "group " + group + " is in the fingerprint, but cannot be spoken");
    }
    try {
      return agreed.config().keys().answer(group, exchange.point());
    } catch (GeneralSecurityException e) {
      throw Answers.illegal("share of group " + group + ": " + e.getMessage());
    }
  }
}
