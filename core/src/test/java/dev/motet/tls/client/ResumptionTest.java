package dev.motet.tls.client;

import static dev.motet.tls.client.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.crypto.Hkdf;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.handshake.Tickets;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.NewSessionTicket;
import dev.motet.tls.message.PreSharedKeys;
import dev.motet.tls.schedule.KeySchedule;
import dev.motet.tls.schedule.Transcript;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Connections that go on from a ticket (RFC 8446 4.6.1, 4.2.11).
class ResumptionTest {
  private final ClientSettings settings = new ClientSettings();
  private final KeptTickets store = new KeptTickets();
  private final Deque<Tickets.Ticket> kept = store.kept;

  ResumptionTest() {
    settings.tickets = store;
  }

  private ScriptedServer connected(CipherSuite suite) throws Exception {
    ScriptedServer server = new ScriptedServer(settings);
    server.suite = suite;
    server.sendFlight().readFlight();
    return server;
  }

  private static void giveTicket(ScriptedServer server, long seconds) throws Exception {
    server.client.receive(
        new NewSessionTicket(seconds, 0xfffffff0L, new byte[] {5}, new byte[] {7, 7}, List.of())
            .toBytes());
  }

  @Test
  void keepsTickets() throws Exception {
    ScriptedServer server = connected(CipherSuite.TLS_AES_256_GCM_SHA384);
    giveTicket(server, 3600);
    Tickets.Ticket ticket = kept.getLast();
    byte[] resumption = server.schedule().resumption(server.transcript.hash());
    assertThat(ticket.secret())
        .isEqualTo(KeySchedule.ticketKey(Hkdf.SHA384, resumption, new byte[] {5}));
    assertThat(ticket.identity()).containsExactly(7, 7);
    assertThat(ticket.receivedAtMillis()).isEqualTo(settings.now.toEpochMilli());
    assertThat(ticket.lifetimeSeconds()).isEqualTo(3600);
    giveTicket(server, 0);
    assertThat(kept).as("a lifetime of zero: discarded").hasSize(1);
    giveTicket(server, 0xffffffffL);
    assertThat(kept.getLast().lifetimeSeconds()).isEqualTo(604_800);
  }

  @Test
  void offersATicketOnceAndGoesOnFromIt() throws Exception {
    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    byte[] secret = kept.getLast().secret();
    settings.now = settings.now.plus(Duration.ofMillis(1500));
    ScriptedServer server = new ScriptedServer(settings);
    assertThat(kept).isEmpty();
    PreSharedKeys offered = offered(server);
    assertThat(offered.identities().getFirst().identity()).containsExactly(7, 7);
    assertThat(offered.identities().getFirst().age())
        .as("milliseconds and ticket_age_add, modulo 2^32")
        .isEqualTo((1500 + 0xfffffff0L) & 0xffffffffL);
    Transcript before = new Transcript();
    before.start(Hkdf.SHA256);
    assertBinder(server, offered, secret, before);

    server.preSharedKey = secret;
    server.helloExtensions = List.of(Extension.ofNumber(ExtensionType.PRE_SHARED_KEY, 0));
    server.sendHello().sendExtensions().sendFinished().readFlight();
    assertThat(server.client.negotiated().resumed()).isTrue();
    assertThat(server.client.negotiated().peerCertificates()).isEmpty();
    assertThat(new ScriptedServer(settings).offered(ExtensionType.PRE_SHARED_KEY)).isNull();
  }

  @Test
  void serverMayIgnoreATicket() throws Exception {
    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    ScriptedServer server = new ScriptedServer(settings);
    assertThat(server.offered(ExtensionType.PRE_SHARED_KEY)).isNotNull();
    server.suite = CipherSuite.TLS_AES_256_GCM_SHA384;
    server.sendFlight().readFlight();
    assertThat(server.client.negotiated().resumed()).isFalse();
  }

  @Test
  void bindsTheSecondHelloToo() throws Exception {
    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    byte[] secret = kept.getLast().secret();
    ScriptedServer server = new ScriptedServer(settings);
    Transcript before = new Transcript();
    before.start(Hkdf.SHA256);
    before.add(server.helloMessage);
    before.retried();
    Extension group = Extension.ofNumber(ExtensionType.KEY_SHARE, 0x17);
    server.retry(group);
    before.add(lastRetry(server, group));
    assertBinder(server, offered(server), secret, before);
    server.group = 0x17;
    server.preSharedKey = secret;
    server.helloExtensions = List.of(Extension.ofNumber(ExtensionType.PRE_SHARED_KEY, 0));
    server.sendHello().sendExtensions().sendFinished().readFlight();
    assertThat(server.client.negotiated().resumed()).isTrue();
  }

  private static byte[] lastRetry(ScriptedServer server, Extension group) {
    return new dev.motet.tls.message.ServerHello(
            0x0303,
            dev.motet.tls.message.ServerHello.retryRandom(),
            server.hello.sessionId(),
            server.suite.code(),
            0,
            List.of(group, Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, 0x0304)))
        .toBytes();
  }

  @Test
  void retryWithAnotherHashTakesTheTicketOut() throws Exception {
    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    ScriptedServer server = new ScriptedServer(settings);
    server.suite = CipherSuite.TLS_AES_256_GCM_SHA384;
    server.retry(Extension.ofNumber(ExtensionType.KEY_SHARE, 0x17));
    assertThat(server.offered(ExtensionType.PRE_SHARED_KEY)).isNull();
    server.group = 0x17;
    server.sendFlight().readFlight();
  }

  @Test
  void oldTicketsAreNotOffered() throws Exception {
    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 10);
    settings.now = settings.now.plus(Duration.ofSeconds(10));
    assertThat(new ScriptedServer(settings).offered(ExtensionType.PRE_SHARED_KEY)).isNull();
    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    settings.now = settings.now.minus(Duration.ofSeconds(10));
    assertThat(new ScriptedServer(settings).offered(ExtensionType.PRE_SHARED_KEY))
        .as("from the future")
        .isNull();
  }

  @Test
  void answersToATicketThatAreWrong() throws Exception {
    Extension first = Extension.ofNumber(ExtensionType.PRE_SHARED_KEY, 0);
    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    ScriptedServer second = new ScriptedServer(settings);
    second.helloExtensions = List.of(Extension.ofNumber(ExtensionType.PRE_SHARED_KEY, 1));
    refuses(Alert.ILLEGAL_PARAMETER, "identity 1", second::sendHello);

    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    ScriptedServer hash = new ScriptedServer(settings);
    hash.suite = CipherSuite.TLS_AES_256_GCM_SHA384;
    hash.helloExtensions = List.of(first);
    refuses(Alert.ILLEGAL_PARAMETER, "does not go with the ticket", hash::sendHello);

    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    ScriptedServer share = new ScriptedServer(settings);
    share.withShare = false;
    share.helloExtensions = List.of(first);
    refuses(Alert.MISSING_EXTENSION, "key_share", share::sendHello);

    giveTicket(connected(CipherSuite.TLS_AES_128_GCM_SHA256), 3600);
    byte[] secret = kept.getLast().secret();
    ScriptedServer certificate = new ScriptedServer(settings);
    certificate.preSharedKey = secret;
    certificate.helloExtensions = List.of(first);
    certificate.sendHello().sendExtensions();
    refuses(Alert.UNEXPECTED_MESSAGE, "type 11", certificate::sendCertificate);
  }

  private static PreSharedKeys offered(ScriptedServer server) throws Exception {
    byte[] body = server.offered(ExtensionType.PRE_SHARED_KEY);
    assertThat(body).isNotNull();
    return PreSharedKeys.read(body);
  }

  private static void assertBinder(
      ScriptedServer server, PreSharedKeys offered, byte[] secret, Transcript before) {
    byte[] message = server.helloMessage;
    byte[] hash = before.hashWith(message, 0, message.length - offered.binderBytes());
    byte[] key = new KeySchedule(Hkdf.SHA256, secret).binderKey();
    assertThat(offered.binders()).containsExactly(KeySchedule.finished(Hkdf.SHA256, key, hash));
  }
}
