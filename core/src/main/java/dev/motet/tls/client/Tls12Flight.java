package dev.motet.tls.client;

import dev.motet.crypto.PublicKeys;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client of TLS 1.2 sends after ServerHelloDone (RFC 5246 7.3).
final class Tls12Flight {
  private Tls12Flight() {}

  static Tls12Secrets send(
      Tls12Agreed agreed, PublicKeys.Answer answer, Tls12Messages.@Nullable Request request)
      throws AlertException {
    Identity identity = agreed.config().identity();
    int scheme =
        request == null || identity == null
            ? Schemes.NONE
            : Schemes.choose(identity, request.schemes(), false);
    if (request != null) {
      // RFC 5246 7.4.6: a client that has none to show sends an empty list.
      List<byte[]> chain =
          identity == null || scheme == Schemes.NONE ? List.of() : identity.chain();
      agreed.send(Tls12Messages.certificates(chain));
    }
    agreed.send(Tls12Messages.clientKeyExchange(answer.share()));
    Tls12Secrets secrets = Tls12Secrets.derive(agreed, answer.secret());
    if (identity != null && scheme != Schemes.NONE) {
      agreed.send(signed(agreed, identity, scheme));
    }
    agreed.carrier().sendChangeCipherSpec();
    agreed.carrier().writeKeys(secrets.clientKeys());
    byte[] verifyData = secrets.finished("client finished", agreed.transcript().hash());
    agreed.send(Message.of(HandshakeType.FINISHED, verifyData));
    return secrets;
  }

  private static byte[] signed(Tls12Agreed agreed, Identity identity, int scheme)
      throws AlertException {
    try {
      byte[] content = agreed.transcript().takeAll();
      byte[] signature = agreed.config().keys().sign(scheme, identity.key(), content);
      return new CertificateVerify(scheme, signature).toBytes();
    } catch (GeneralSecurityException e) {
      throw new AlertException(
          Alert.INTERNAL_ERROR, "own key does not sign by 0x%04x".formatted(scheme));
    }
  }
}
