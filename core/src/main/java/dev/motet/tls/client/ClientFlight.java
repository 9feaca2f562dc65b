package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.EncryptedExtensions;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import dev.motet.tls.schedule.KeySchedule;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client sends after the server's Finished: settings where ALPS was negotiated,
/// certificates where they were asked for, Finished.
final class ClientFlight {
  private ClientFlight() {}

  static void send(Agreed agreed, ServerExtensions extensions, @Nullable CertificateRequest request)
      throws ProtocolException {
    if (extensions.settings() != 0) {
      // ALPS: before the certificates, under the number that the server took; browsers have none
      agreed.send(
          new EncryptedExtensions(List.of(Extension.empty(extensions.settings()))).toBytes());
    }
    if (request != null) {
      sendCertificates(agreed, request);
    }
    byte[] verifyData =
        KeySchedule.finished(
            agreed.suite().hash(), agreed.clientSecret(), agreed.transcript().hash());
    agreed.send(Message.of(HandshakeType.FINISHED, verifyData));
  }

  private static void sendCertificates(Agreed agreed, CertificateRequest request)
      throws ProtocolException {
    // RFC 9849 6.1.7: none for a server that is only asked for other configurations
    Identity identity = agreed.publicName() == null ? agreed.config().identity() : null;
    byte[] asked = Extension.find(request.extensions(), ExtensionType.SIGNATURE_ALGORITHMS);
    int scheme =
        identity == null || asked == null
            ? Schemes.NONE
            : Schemes.choose(identity, Extension.numbers(asked), true);
    if (identity == null || scheme == Schemes.NONE) {
      // RFC 8446 4.4.2: a client that has none to show sends an empty list, and no signature.
      agreed.send(new CertificateMessage(request.context(), List.of()).toBytes());
      return;
    }
    List<CertificateMessage.Entry> entries =
        identity.chain().stream()
            .map(certificate -> new CertificateMessage.Entry(certificate, List.of()))
            .toList();
    agreed.send(new CertificateMessage(request.context(), entries).toBytes());
    byte[] content = CertificateVerify.content(false, agreed.transcript().hash());
    try {
      byte[] signature = agreed.config().keys().sign(scheme, identity.key(), content);
      agreed.send(new CertificateVerify(scheme, signature).toBytes());
    } catch (GeneralSecurityException e) {
      throw new AlertException(
          Alert.INTERNAL_ERROR, "own key does not sign by 0x%04x".formatted(scheme));
    }
  }
}
