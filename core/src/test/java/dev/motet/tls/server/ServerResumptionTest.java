package dev.motet.tls.server;

import static dev.motet.tls.server.Alerts.assertAlert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.HelloBytes;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.ServerConfig.ClientAuth;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.NewSessionTicket;
import dev.motet.tls.message.PreSharedKeys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tickets: given once, taken once, and only for the connection that they were given for.
class ServerResumptionTest {
  private final ServerSettings settings = new ServerSettings();
  private byte[] ticket = {};
  private byte[] secret = {};

  @BeforeEach
  void getTicket() throws Exception {
    settings.tickets = new SealedTickets(new SecureRandom(), () -> settings.now);
    remember(new ScriptedClient(settings).connect(0x1d));
  }

  private void remember(ScriptedClient client) throws Exception {
    NewSessionTicket message = client.ticket();
    assertThat(message.lifetimeSeconds()).isEqualTo(86_400);
    assertThat(message.extensions()).isEmpty(); // no early data
    ticket = message.ticket();
    secret = client.secret(message);
  }

  private ScriptedClient resume(HelloBytes hello) throws Exception {
    ScriptedClient client = new ScriptedClient(settings);
    hello.extension(ExtensionType.KEY_SHARE, client.shares(0x1d));
    client.send(client.resuming(hello, CipherSuite.TLS_AES_128_GCM_SHA256, secret, offered(1)));
    return client.readFlight();
  }

  private List<PreSharedKeys.Identity> offered(int times) {
    return Collections.nCopies(times, new PreSharedKeys.Identity(ticket, 4711));
  }

  private static boolean isResumed(ScriptedClient client) {
    return client.hello.extension(ExtensionType.PRE_SHARED_KEY) != null;
  }

  @Test
  void goesOnWithATicketAndGivesAnother() throws Exception {
    ScriptedClient client = resume(ScriptedClient.start()).sendFinished();
    assertThat(client.hello.extension(ExtensionType.PRE_SHARED_KEY)).containsExactly(0, 0);
    assertThat(client.certificate).isNull();
    assertThat(client.server.negotiated()).isNotNull();
    assertThat(client.server.negotiated().resumed()).isTrue();
    remember(client);
    assertThat(isResumed(resume(ScriptedClient.start()).sendFinished())).isTrue();
  }

  @Test
  void takesATicketOnce() throws Exception {
    resume(ScriptedClient.start()).sendFinished();
    ScriptedClient again = resume(ScriptedClient.start()).sendFinished();
    assertThat(isResumed(again)).isFalse();
    assertThat(again.certificate).isNotNull();
    assertThat(again.server.negotiated()).isNotNull();
    assertThat(again.server.negotiated().resumed()).isFalse();
  }

  @Test
  void refusesAClientWithoutTheSecret() {
    secret = new byte[32];
    assertAlert(Alert.DECRYPT_ERROR, () -> resume(ScriptedClient.start()));
  }

  @Test
  void passesOverTicketsThatItDidNotMake() throws Exception {
    ScriptedClient client = new ScriptedClient(settings);
    HelloBytes hello =
        ScriptedClient.start().extension(ExtensionType.KEY_SHARE, client.shares(0x1d));
    PreSharedKeys.Identity strange = new PreSharedKeys.Identity(new byte[60], 0);
    PreSharedKeys.Identity good = new PreSharedKeys.Identity(ticket, 0);
    client
        .send(
            client.resuming(
                hello, CipherSuite.TLS_AES_128_GCM_SHA256, secret, List.of(strange, good)))
        .readFlight()
        .sendFinished();
    assertThat(client.hello.extension(ExtensionType.PRE_SHARED_KEY)).containsExactly(0, 1);
  }

  @Test
  void looksAtFiveTicketsAtMost() throws Exception {
    ScriptedClient client = new ScriptedClient(settings);
    HelloBytes hello =
        ScriptedClient.start().extension(ExtensionType.KEY_SHARE, client.shares(0x1d));
    PreSharedKeys.Identity strange = new PreSharedKeys.Identity(new byte[60], 0);
    PreSharedKeys.Identity good = new PreSharedKeys.Identity(ticket, 0);
    client
        .send(
            client.resuming(
                hello,
                CipherSuite.TLS_AES_128_GCM_SHA256,
                secret,
                List.of(strange, strange, strange, strange, strange, good)))
        .readFlight()
        .sendFinished();
    assertThat(isResumed(client)).isFalse();
  }

  @Test
  void wantsTheSameName() throws Exception {
    HelloBytes other =
        new HelloBytes()
            .cipherSuites(0x1301)
            .serverName("other.example")
            .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0304)
            .list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0403)
            .extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, "0101")
            .list(ExtensionType.SUPPORTED_GROUPS, 0x1d);
    assertThat(isResumed(resume(other))).isFalse();
  }

  @Test
  void wantsAKeyAgreement() throws Exception {
    HelloBytes withoutAgreement =
        new HelloBytes()
            .cipherSuites(0x1301)
            .serverName("server.example")
            .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0304)
            .list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0403)
            .extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, "0100")
            .list(ExtensionType.SUPPORTED_GROUPS, 0x1d);
    ScriptedClient client = resume(withoutAgreement).sendFinished();
    assertThat(isResumed(client)).isFalse();
    assertThat(client.carrier.take()).isEmpty(); // no ticket that it could not use
  }

  @Test
  void wantsSignatureAlgorithmsWhereTheTicketIsNotTaken() throws Exception {
    HelloBytes hello =
        new HelloBytes()
            .cipherSuites(0x1301)
            .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0304)
            .extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, "0101")
            .list(ExtensionType.SUPPORTED_GROUPS, 0x1d);
    assertAlert(Alert.MISSING_EXTENSION, () -> resume(hello));
  }

  @Test
  void wantsASuiteOfTheSameHash() throws Exception {
    settings.suites = List.of(0x1302, 0x1301);
    assertThat(isResumed(resume(ScriptedClient.start()))).isFalse();
    settings.suites = List.of(0x1303);
    ticketAgain();
    assertThat(isResumed(resume(ScriptedClient.start()))).isTrue();
  }

  private void ticketAgain() throws Exception {
    remember(new ScriptedClient(settings).connect(0x1d));
  }

  @Test
  void takesNoTicketAfterADay() throws Exception {
    settings.now = settings.now.plus(Duration.ofDays(1));
    assertThat(isResumed(resume(ScriptedClient.start()))).isTrue();
    ticketAgain();
    settings.now = settings.now.plus(Duration.ofDays(1)).plusMillis(1);
    assertThat(isResumed(resume(ScriptedClient.start()))).isFalse();
  }

  @Test
  void resumesAfterAHelloRetryRequest() throws Exception {
    settings.groups = List.of(0x17);
    ScriptedClient client = new ScriptedClient(settings);
    // the first hello shows the ticket; the second may leave it out (RFC 8446 4.1.2)
    HelloBytes hello =
        ScriptedClient.start().extension(ExtensionType.KEY_SHARE, client.shares(0x1d));
    client
        .send(client.resuming(hello, CipherSuite.TLS_AES_128_GCM_SHA256, secret, offered(1)))
        .readRetry();
    client.send(client.hello(0x17)).readFlight().sendFinished();
    assertThat(isResumed(client)).isFalse();
    settings.groups = List.of(0x1d);
    assertThat(isResumed(resume(ScriptedClient.start()))).isTrue(); // it was not used up
  }

  @Test
  void skipsEarlyDataThatItDoesNotTake() throws Exception {
    HelloBytes hello = ScriptedClient.start().extension(ExtensionType.EARLY_DATA, "");
    ScriptedClient client = resume(hello).sendFinished();
    assertThat(client.carrier.order().getFirst()).isEqualTo("skip");
    assertThat(client.extensions.extension(ExtensionType.EARLY_DATA)).isNull();
    assertThat(client.server.isDone()).isTrue();
  }

  @Test
  void remembersTheCertificateOfTheClient() throws Exception {
    KeyPair own = ServerSettings.pair("EC", 256);
    byte[] leaf = {1, 2, 3};
    settings.clientAuth = ClientAuth.REQUIRE_AND_VERIFY;
    settings.verifier = (chain, name) -> own.getPublic();
    assertThat(isResumed(resume(ScriptedClient.start()))).isFalse(); // it has none
    ScriptedClient first = new ScriptedClient(settings);
    first.send(first.hello(0x1d)).readFlight();
    first.sendCertificate(List.of(leaf)).sendProof(own, 0x0403).sendFinished();
    remember(first);
    ScriptedClient second = resume(ScriptedClient.start()).sendFinished();
    assertThat(isResumed(second)).isTrue();
    assertThat(second.server.negotiated()).isNotNull();
    assertThat(second.server.negotiated().peerCertificates()).containsExactly(leaf);
    remember(second);
    settings.verifier =
        (chain, name) -> {
          throw new AlertException(Alert.CERTIFICATE_EXPIRED, "since yesterday");
        };
    assertThat(isResumed(resume(ScriptedClient.start()))).isFalse();
  }
}
