package dev.motet.tls.server;

import static dev.motet.tls.server.Alerts.assertAlert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.ServerConfig.ClientAuth;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import java.security.KeyPair;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Certificates of clients, by each value of `client_authentication`.
class ServerClientAuthTest {
  private static final byte[] OWN = {1, 2, 3};

  private final ServerSettings settings = new ServerSettings();
  private final KeyPair own = ServerSettings.pair("EC", 256);

  private ScriptedClient greeted(ClientAuth auth) throws Exception {
    settings.clientAuth = auth;
    settings.verifier =
        (chain, name) -> {
          if (chain.getFirst()[0] != OWN[0]) {
            throw new AlertException(Alert.UNKNOWN_CA, "nobody knows it");
          }
          return own.getPublic();
        };
    ScriptedClient client = new ScriptedClient(settings);
    return client.send(client.hello(0x1d)).readFlight();
  }

  @ParameterizedTest
  @EnumSource(value = ClientAuth.class, mode = EnumSource.Mode.EXCLUDE, names = "NO")
  void takesACertificateThatIsProven(ClientAuth auth) throws Exception {
    ScriptedClient client = greeted(auth);
    assertThat(client.request).isNotNull();
    assertThat(client.request.context()).isEmpty();
    byte[] schemes =
        Extension.find(client.request.extensions(), ExtensionType.SIGNATURE_ALGORITHMS);
    assertThat(schemes).isNotNull();
    assertThat(Extension.numbers(schemes)).contains(0x0403, 0x0804, 0x0807, 0x0401);
    client.sendCertificate(List.of(OWN)).sendProof(own, 0x0403).sendFinished();
    assertThat(client.server.negotiated()).isNotNull();
    assertThat(client.server.negotiated().peerCertificates()).containsExactly(OWN);
  }

  @ParameterizedTest
  @CsvSource({
    "REQUEST, true",
    "VERIFY_IF_GIVEN, true",
    "REQUIRE_ANY, false",
    "REQUIRE_AND_VERIFY, false"
  })
  void goesOnWithoutACertificateWhereItMay(ClientAuth auth, boolean allowed) throws Exception {
    ScriptedClient client = greeted(auth);
    if (allowed) {
      client.sendCertificate(List.of()).sendFinished();
      assertThat(client.server.negotiated()).isNotNull();
      assertThat(client.server.negotiated().peerCertificates()).isEmpty();
    } else {
      assertAlert(Alert.CERTIFICATE_REQUIRED, () -> client.sendCertificate(List.of()));
    }
  }

  @Test
  void asksForNothingByDefault() throws Exception {
    ScriptedClient client = greeted(ClientAuth.NO);
    assertThat(client.request).isNull();
    assertAlert(Alert.UNEXPECTED_MESSAGE, () -> client.sendCertificate(List.of(OWN)));
  }

  @Test
  void refusesWhatTheVerifierRefuses() throws Exception {
    ScriptedClient client = greeted(ClientAuth.REQUIRE_AND_VERIFY);
    assertAlert(Alert.UNKNOWN_CA, () -> client.sendCertificate(List.of(new byte[] {9})));
  }

  @Test
  void refusesASignatureOfAnotherKey() throws Exception {
    ScriptedClient client = greeted(ClientAuth.REQUIRE_ANY).sendCertificate(List.of(OWN));
    KeyPair other = ServerSettings.pair("EC", 256);
    assertAlert(Alert.DECRYPT_ERROR, () -> client.sendProof(other, 0x0403));
  }

  @ParameterizedTest
  @CsvSource({"0401", "0201", "0203", "0809"})
  void refusesSchemesThatSignNoHandshakes(String scheme) throws Exception {
    ScriptedClient client = greeted(ClientAuth.REQUIRE_ANY).sendCertificate(List.of(OWN));
    byte[] proof = new CertificateVerify(Integer.parseInt(scheme, 16), new byte[64]).toBytes();
    assertAlert(Alert.ILLEGAL_PARAMETER, () -> client.send(proof));
  }

  @Test
  void refusesAFinishedWithoutProof() throws Exception {
    ScriptedClient silent = greeted(ClientAuth.REQUEST);
    assertAlert(Alert.UNEXPECTED_MESSAGE, silent::sendFinished);
    ScriptedClient shown = greeted(ClientAuth.REQUEST).sendCertificate(List.of(OWN));
    assertAlert(Alert.UNEXPECTED_MESSAGE, shown::sendFinished);
  }

  @Test
  void refusesAnswersToWhatWasNotAsked() throws Exception {
    CertificateMessage.Entry plain = new CertificateMessage.Entry(OWN, List.of());
    byte[] context = new CertificateMessage(new byte[] {1}, List.of(plain)).toBytes();
    ScriptedClient client = greeted(ClientAuth.REQUEST);
    assertAlert(Alert.ILLEGAL_PARAMETER, () -> client.send(context));
    CertificateMessage.Entry stapled =
        new CertificateMessage.Entry(OWN, List.of(Extension.empty(ExtensionType.STATUS_REQUEST)));
    byte[] extensions = new CertificateMessage(new byte[0], List.of(stapled)).toBytes();
    ScriptedClient second = greeted(ClientAuth.REQUEST);
    assertAlert(Alert.UNSUPPORTED_EXTENSION, () -> second.send(extensions));
  }

  @Test
  void refusesChainsThatAreTooLong() throws Exception {
    ScriptedClient client = greeted(ClientAuth.REQUEST);
    assertAlert(Alert.DECODE_ERROR, () -> client.sendCertificate(Collections.nCopies(17, OWN)));
  }
}
