package dev.motet.tls.server;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.HandshakeType;
import java.security.PublicKey;
import java.util.List;

/// The client showed a certificate: it proves that it has the key.
record AwaitCertificateVerify(Link link, Agreed agreed, List<byte[]> chain, PublicKey key)
    implements ServerState {
  @Override
  public ServerState receive(byte[] message) throws AlertException {
    CertificateVerify proof =
        ServerState.read(
            message,
            HandshakeType.CERTIFICATE_VERIFY,
            "CertificateVerify",
            CertificateVerify::read);
    // RFC 8446 4.4.3: one of those asked for, none that is for certificates only
    if (!ServerFlight.CLIENT_SCHEMES.contains(proof.scheme())
        || !Choices.signsHandshakes(proof.scheme())) {
      throw new AlertException(Alert.ILLEGAL_PARAMETER, "signature of scheme " + proof.scheme());
    }
    byte[] content = CertificateVerify.content(false, link.transcript().hash());
    if (!link.config().keys().verify(proof.scheme(), key, content, proof.signature())) {
      throw new AlertException(Alert.DECRYPT_ERROR, "signature of the client is wrong");
    }
    link.transcript().add(message);
    return new AwaitFinished(link, agreed, chain);
  }

  @Override
  public int maxMessageBytes() {
    return 16 * 1024;
  }
}
