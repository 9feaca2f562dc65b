package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.HandshakeType;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The server proves that it has the key of its certificate.
record ExpectCertificateVerify(
    Agreed agreed,
    ServerExtensions extensions,
    @Nullable CertificateRequest request,
    List<byte[]> chain)
    implements State {
  @Override
  public State receive(byte[] message) throws ProtocolException {
    CertificateVerify proof =
        CertificateVerify.read(State.body(message, HandshakeType.CERTIFICATE_VERIFY));
    int scheme = proof.scheme();
    // RFC 8446 4.4.3: a scheme that was offered, neither with PKCS #1 1.5 nor with SHA-1
    boolean offered =
        agreed.hello().offersScheme(scheme) || agreed.config().verifier().allowsScheme(scheme);
    if (!offered || !Schemes.fitsTls13(scheme)) {
      throw Answers.illegal("signature scheme 0x%04x in CertificateVerify".formatted(scheme));
    }
    PublicKey key = agreed.config().verifier().verify(chain, agreed.name());
    byte[] content = CertificateVerify.content(true, agreed.transcript().hash());
    if (!agreed.config().keys().verify(scheme, key, content, proof.signature())) {
      throw new AlertException(
          Alert.DECRYPT_ERROR, "signature of the server does not fit its certificate");
    }
    agreed.transcript().add(message);
    return new ExpectFinished(agreed, extensions, request, chain);
  }

  @Override
  public void beforeAlert() {
    agreed.writing().go();
  }
}
