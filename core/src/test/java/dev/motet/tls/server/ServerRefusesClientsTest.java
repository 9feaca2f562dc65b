package dev.motet.tls.server;

import static dev.motet.tls.server.Alerts.assertAlert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyUpdate;
import dev.motet.tls.message.Message;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages after the hello that break rules.
class ServerRefusesClientsTest {
  private final ServerSettings settings = new ServerSettings();

  private ScriptedClient greeted() throws Exception {
    ScriptedClient client = new ScriptedClient(settings);
    return client.send(client.hello(0x1d)).readFlight();
  }

  @Test
  void refusesAWrongFinished() throws Exception {
    ScriptedClient client = greeted();
    byte[] finished = client.finished();
    finished[finished.length - 1] ^= 1;
    assertAlert(Alert.DECRYPT_ERROR, () -> client.server.receive(finished));
    assertThat(client.server.isDone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void refusesAFinishedOfAnotherLength(int bytes) throws Exception {
    ScriptedClient client = greeted();
    byte[] finished = client.finished();
    byte[] body = Arrays.copyOf(Arrays.copyOfRange(finished, 4, finished.length), bytes);
    assertAlert(
        Alert.DECODE_ERROR, () -> client.server.receive(Message.of(HandshakeType.FINISHED, body)));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        HandshakeType.CLIENT_HELLO,
        HandshakeType.CERTIFICATE,
        HandshakeType.CERTIFICATE_VERIFY,
        HandshakeType.END_OF_EARLY_DATA,
        HandshakeType.KEY_UPDATE,
        HandshakeType.NEW_SESSION_TICKET,
        99
      })
  void refusesAnotherMessageThanFinished(int type) throws Exception {
    ScriptedClient client = greeted();
    assertAlert(
        Alert.UNEXPECTED_MESSAGE, () -> client.server.receive(Message.of(type, new byte[1])));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        HandshakeType.CLIENT_HELLO,
        HandshakeType.FINISHED,
        HandshakeType.CERTIFICATE,
        HandshakeType.NEW_SESSION_TICKET,
        HandshakeType.HELLO_REQUEST
      })
  void refusesAnotherMessageThanKeyUpdateLater(int type) throws Exception {
    ScriptedClient client = greeted().sendFinished();
    assertAlert(
        Alert.UNEXPECTED_MESSAGE, () -> client.server.receive(Message.of(type, new byte[0])));
  }

  @Test
  void refusesKeyUpdatesThatCannotBeRead() throws Exception {
    for (byte[] body : new byte[][] {{}, {2}, {0, 0}}) {
      ScriptedClient client = greeted().sendFinished();
      assertAlert(
          Alert.DECODE_ERROR,
          () -> client.server.receive(Message.of(HandshakeType.KEY_UPDATE, body)));
    }
  }

  @Test
  void holdsOnlyShortMessagesAfterTheFlight() throws Exception {
    ScriptedClient client = greeted();
    assertThat(client.server.maxMessageBytes()).isEqualTo(1024);
    client.sendFinished();
    assertThat(client.server.maxMessageBytes()).isEqualTo(1024);
    assertThat(new ScriptedClient(settings).server.maxMessageBytes()).isEqualTo(64 * 1024);
  }

  @Test
  void refusesEarlyKeyUpdates() throws AlertException {
    ScriptedClient client = new ScriptedClient(settings);
    assertAlert(
        Alert.UNEXPECTED_MESSAGE, () -> client.server.receive(new KeyUpdate(true).toBytes()));
  }
}
