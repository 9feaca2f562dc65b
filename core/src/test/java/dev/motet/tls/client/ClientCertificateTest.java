package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients that are asked who they are (RFC 8446 4.4.2, 4.4.3).
class ClientCertificateTest {
  private static final byte[] OWN = {1, 2, 3};
  private static final byte[] ISSUER = {4, 5};

  private final ClientSettings settings = new ClientSettings();

  @ParameterizedTest
  @CsvSource({"EC, 256, 1027", "RSA, 2048, 2052", "Ed25519, 0, 2055"})
  void showsItsCertificateAndProvesItsKey(String algorithm, int bits, int scheme) throws Exception {
    KeyPair pair = ClientSettings.pair(algorithm, bits);
    settings.identity =
        new Identity(List.of(OWN, ISSUER), pair.getPrivate(), List.of(0x0401, scheme), null);
    ScriptedServer server = requested(0x0201, 0x0401, scheme);
    List<byte[]> flight = List.copyOf(server.carrier.take());
    assertThat(flight).extracting(Message::type).containsExactly(11, 15, 20);
    CertificateMessage shown = CertificateMessage.read(Message.body(flight.getFirst()));
    assertThat(shown.chain()).containsExactly(OWN, ISSUER);
    assertThat(shown.context()).isEmpty();
    server.transcript.add(flight.getFirst());
    CertificateVerify proof = CertificateVerify.read(Message.body(flight.get(1)));
    assertThat(proof.scheme()).isEqualTo(scheme);
    byte[] content = CertificateVerify.content(false, server.transcript.hash());
    assertThat(ClientSettings.KEYS.verify(scheme, pair.getPublic(), content, proof.signature()))
        .isTrue();
  }

  @Test
  void showsNothingWhereItsKeyIsNotAskedFor() throws Exception {
    settings.identity =
        new Identity(
            List.of(OWN), ClientSettings.pair("EC", 256).getPrivate(), List.of(0x0403), null);
    ScriptedServer server = requested(0x0804, 0x0503);
    assertThat(server.readFlight())
        .singleElement()
        .isEqualTo(Message.of(HandshakeType.CERTIFICATE, new byte[4]));
    assertThat(server.client.isDone()).isTrue();
  }

  @Test
  void keyThatDoesNotSignAsItSaysIsAnErrorOfItsOwn() throws Exception {
    settings.identity =
        new Identity(
            List.of(OWN), ClientSettings.pair("RSA", 2048).getPrivate(), List.of(0x0403), null);
    Refusals.refuses(Alert.INTERNAL_ERROR, "0x0403", () -> requested(0x0403));
  }

  private ScriptedServer requested(Integer... schemes) throws Exception {
    ScriptedServer server = new ScriptedServer(settings).sendHello().sendExtensions();
    server.send(ClientHandshakeTest.request(schemes).toBytes());
    return server.sendCertificate().sendProof().sendFinished();
  }
}
