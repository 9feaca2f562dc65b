package dev.motet.tls.client;

import static dev.motet.tls.client.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.KeyUpdate;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.NewSessionTicket;
import dev.motet.tls.schedule.KeySchedule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What happens after a handshake of TLS 1.3 (RFC 8446 4.6).
class TrafficTest {
  private final ClientSettings settings = new ClientSettings();

  private ScriptedServer connected() throws Exception {
    ScriptedServer server = new ScriptedServer(settings).sendFlight();
    server.readFlight();
    return server;
  }

  @Test
  void takesNewReadKeys() throws Exception {
    ScriptedServer server = connected();
    server.client.receive(new KeyUpdate(false).toBytes());
    byte[] next = KeySchedule.next(server.suite.hash(), server.serverApplication);
    assertThat(secret(server.carrier.read())).isEqualTo(next);
    assertThat(server.client.owesKeyUpdate()).isFalse();
    server.client.receive(new KeyUpdate(false).toBytes());
    assertThat(secret(server.carrier.read()))
        .isEqualTo(KeySchedule.next(server.suite.hash(), next));
    assertThat(secret(server.carrier.write())).isEqualTo(server.clientApplication);
  }

  @Test
  void answersRequestsForNewKeysOnce() throws Exception {
    ScriptedServer server = connected();
    server.client.receive(new KeyUpdate(true).toBytes());
    server.client.receive(new KeyUpdate(true).toBytes());
    assertThat(server.client.owesKeyUpdate()).isTrue();
    assertThat(server.carrier.take()).as("the writing thread answers").isEmpty();
    server.client.updateWriteKeys();
    assertThat(server.client.owesKeyUpdate()).isFalse();
    assertThat(server.carrier.take()).containsExactly(new KeyUpdate(false).toBytes());
    assertThat(secret(server.carrier.write()))
        .isEqualTo(KeySchedule.next(server.suite.hash(), server.clientApplication));
  }

  @Test
  void floodsOfMessagesEndTheConnection() throws Exception {
    ScriptedServer server = connected();
    byte[] update = new KeyUpdate(true).toBytes();
    for (int i = 0; i < FloodLimit.MESSAGES_A_SECOND; i++) {
      server.client.receive(update.clone());
    }
    refuses(Alert.UNEXPECTED_MESSAGE, "within a second", () -> server.client.receive(update));
  }

  @Test
  void updatesOverALongTimeAreNoFlood() throws Exception {
    ScriptedServer server = connected();
    for (int i = 0; i < 10 * FloodLimit.MESSAGES_A_SECOND; i++) {
      settings.now = settings.now.plus(Duration.ofMillis(100));
      server.client.receive(new KeyUpdate(true).toBytes());
    }
    assertThat(server.client.owesKeyUpdate()).isTrue();
  }

  @Test
  void updatesThatCannotBeRead() throws Exception {
    ScriptedServer value = connected();
    refuses(
        Alert.DECODE_ERROR,
        "KeyUpdate 2",
        () -> value.client.receive(Message.of(24, new byte[] {2})));
    ScriptedServer longer = connected();
    refuses(
        Alert.DECODE_ERROR,
        "left over",
        () -> longer.client.receive(Message.of(24, new byte[] {1, 0})));
  }

  @Test
  void ticketsWithoutAPlaceAreReadAndThrownAway() throws Exception {
    ScriptedServer server = connected();
    server.client.receive(
        new NewSessionTicket(100, 1, new byte[] {0}, new byte[] {1}, List.of()).toBytes());
    refuses(
        Alert.DECODE_ERROR,
        "empty ticket",
        () ->
            server.client.receive(
                new NewSessionTicket(100, 1, new byte[] {0}, new byte[0], List.of()).toBytes()));
  }

  @Test
  void quicChangesKeysOtherwise() throws Exception {
    settings.quic = true;
    settings.without = Set.of();
    ScriptedServer server = new ScriptedServer(settings).sendHello();
    server.sendExtensions(Extension.ofAlpn(List.of("h2")));
    server.sendCertificate().sendProof().sendFinished().readFlight();
    refuses(
        Alert.UNEXPECTED_MESSAGE,
        "type 24",
        () -> server.client.receive(new KeyUpdate(false).toBytes()));
  }

  /// A CertificateRequest after the handshake too, since it was not allowed.
  @Test
  void otherMessages() throws Exception {
    for (int type : Refusals.TYPES) {
      if (type != 4 && type != 24) {
        ScriptedServer server = connected();
        byte[] message = Message.of(type, new byte[40]);
        refuses(
            Alert.UNEXPECTED_MESSAGE, "type " + type + " ", () -> server.client.receive(message));
      }
    }
    refuses(Alert.UNEXPECTED_MESSAGE, "", connected().client::receiveChangeCipherSpec);
  }

  private static byte[] secret(TrafficKeys keys) {
    return ((TrafficKeys.Tls13) keys).secret();
  }
}
