package dev.motet.tls.server;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.HandshakeType;
import java.security.PublicKey;
import java.util.List;

/// The client was asked for a certificate: it shows one, or says that it has none.
record AwaitCertificate(Link link, Agreed agreed) implements ServerState {
  @Override
  public ServerState receive(byte[] message) throws AlertException {
    CertificateMessage certificate =
        ServerState.read(
            message, HandshakeType.CERTIFICATE, "Certificate", CertificateMessage::read);
    // RFC 8446 4.4.2: the context is that of the request
    if (certificate.context().length > 0) {
      throw new AlertException(Alert.ILLEGAL_PARAMETER, "Certificate with another context");
    }
    for (CertificateMessage.Entry entry : certificate.entries()) {
      // RFC 8446 4.4.2: only extensions that were asked for
      if (!entry.extensions().isEmpty()) {
        throw new AlertException(
            Alert.UNSUPPORTED_EXTENSION, "certificate with extensions that nobody asked for");
      }
    }
    List<byte[]> chain = certificate.chain();
    if (chain.isEmpty()) {
      refuseWhereRequired();
      link.transcript().add(message);
      return new AwaitFinished(link, agreed, chain);
    }
    PublicKey key = verifier().verify(chain, null);
    link.transcript().add(message);
    return new AwaitCertificateVerify(link, agreed, chain, key);
  }

  /// RFC 8446 4.4.2.4: the server decides whether a client without a certificate may go on.
  private void refuseWhereRequired() throws AlertException {
    ServerConfig.ClientAuth wanted = link.config().clientAuth();
    if (wanted == ServerConfig.ClientAuth.REQUIRE_ANY
        || wanted == ServerConfig.ClientAuth.REQUIRE_AND_VERIFY) {
      throw new AlertException(Alert.CERTIFICATE_REQUIRED, "client has no certificate");
    }
  }

  private PeerVerifier verifier() {
    PeerVerifier verifier = link.config().clientVerifier();
    if (verifier == null) {
      throw new IllegalStateException("clients are asked for certificates without a verifier");
    }
    return verifier;
  }
}
