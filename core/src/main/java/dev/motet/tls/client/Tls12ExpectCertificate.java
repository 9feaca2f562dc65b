package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.HandshakeType;
import java.util.List;

/// The server of TLS 1.2 shows its certificates.
record Tls12ExpectCertificate(Tls12Agreed agreed) implements State {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    List<byte[]> chain = Tls12Messages.certificates(State.body(message, HandshakeType.CERTIFICATE));
    if (chain.isEmpty()) {
      throw new AlertException(Alert.DECODE_ERROR, "server shows no certificate");
    }
    agreed.transcript().add(message);
    return new Tls12ExpectKeyExchange(agreed, chain, agreed.status());
  }
}
