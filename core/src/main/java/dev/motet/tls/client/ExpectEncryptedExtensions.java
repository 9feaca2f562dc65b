package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.message.EncryptedExtensions;
import dev.motet.tls.message.HandshakeType;
import java.util.List;

/// The handshake keys are known; the rest of what the server answers follows.
record ExpectEncryptedExtensions(Agreed agreed) implements State {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    EncryptedExtensions answer =
        EncryptedExtensions.read(State.body(message, HandshakeType.ENCRYPTED_EXTENSIONS));
    ServerExtensions extensions = ServerExtensions.of(agreed, answer.extensions());
    agreed.transcript().add(message);
    if (extensions.recordLimit() > 0) {
      agreed.carrier().limitRecords(extensions.recordLimit());
    }
    // RFC 8446 4.4: with a pre-shared key there are no certificates.
    return agreed.resumed()
        ? new ExpectFinished(agreed, extensions, null, List.of())
        : new ExpectCertificate(agreed, extensions, null);
  }

  @Override
  public void beforeAlert() {
    agreed.writing().go();
  }
}
