package dev.motet.tls.record;

import static dev.motet.tls.record.LayerPair.join;
import static dev.motet.tls.record.LayerPair.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.alert.AlertReceivedException;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.HandshakeType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules for records that arrive (RFC 8446 5).
class RecordLayerTest {
  private static final CipherSuite SUITE = CipherSuite.TLS_AES_128_GCM_SHA256;
  private static final CipherSuite OLD = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;

  private static void refused(Alert alert, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlertException.class, e -> assertThat(e.alert()).as(e.getMessage()).isEqualTo(alert));
  }

  private static LayerPair done() throws ProtocolException {
    return new LayerPair(SUITE).shake();
  }

  private static RecordLayer server() {
    return new RecordLayer(ScriptedHandshake.server(SUITE));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hello() {
    return ScriptedHandshake.message(HandshakeType.CLIENT_HELLO, 200);
  }

  @ParameterizedTest
  @EnumSource(CipherSuite.class)
  void carriesDataBothWays(CipherSuite suite) throws Exception {
    LayerPair pair = new LayerPair(suite).shake();
    for (int round = 0; round < 3; round++) {
      Buffer out = Buffer.allocate(200);
      pair.client.seal(Buffer.copyOf(text("ping")), out);
      assertThat(LayerPair.receive(pair.server, out.toBytes())).isEqualTo(text("ping"));
      out.clear();
      pair.server.seal(Buffer.copyOf(text("pong")), out);
      assertThat(LayerPair.receive(pair.client, out.toBytes())).isEqualTo(text("pong"));
    }
  }

  @Test
  void stripsPadding() throws Exception {
    LayerPair pair = done();
    assertThat(pair.toServer(pair.record(23, text("a"), 300))).isEqualTo(text("a"));
  }

  @Test
  void joinsAMessageThatWasCutAtEveryByte() throws Exception {
    RecordLayer server = server();
    byte[] hello = hello();
    for (byte part : hello) {
      LayerPair.receive(server, plain(22, part));
    }
    assertThat(((ScriptedHandshake) server.handshake()).received())
        .containsExactly(HandshakeType.CLIENT_HELLO);
  }

  @Test
  void needsEveryByteOfARecord() throws Exception {
    Truncations.rejectsEvery(
        plain(22, hello()),
        bytes -> {
          RecordLayer server = server();
          LayerPair.receive(server, bytes);
          if (((ScriptedHandshake) server.handshake()).received().isEmpty()) {
            throw new ProtocolException("nothing yet");
          }
        });
  }

  @Test
  void damagedRecordsEndTheirOwnConnectionOnly() {
    BitFlips.survivesEvery(plain(22, hello()), 2000, bytes -> LayerPair.receive(server(), bytes));
  }

  @Test
  void refusesWhatIsNoRecord() {
    refused(Alert.UNEXPECTED_MESSAGE, () -> server().recordBytes(Buffer.wrap(text("G"))));
    refused(Alert.PROTOCOL_VERSION, () -> server().recordBytes(Buffer.wrap(new byte[] {22, 2})));
  }

  @Test
  void refusesRecordsThatAreTooLong() throws Exception {
    refused(
        Alert.RECORD_OVERFLOW,
        () -> server().recordBytes(Buffer.wrap(new byte[] {22, 3, 1, 0x40, 1})));
    assertThat(server().recordBytes(Buffer.wrap(new byte[] {22, 3, 1, 0x40, 0})))
        .isEqualTo(5 + 16_384);
    LayerPair pair = done();
    assertThat(pair.server.recordBytes(Buffer.wrap(new byte[] {23, 3, 3, 0x41, 0})))
        .isEqualTo(5 + 16_384 + 256);
    refused(
        Alert.RECORD_OVERFLOW,
        () -> pair.server.recordBytes(Buffer.wrap(new byte[] {23, 3, 3, 0x41, 1})));
  }

  @Test
  void refusesContentThatIsTooLong() throws Exception {
    LayerPair pair = done();
    assertThat(pair.toServer(pair.record(23, new byte[16_384], 0))).hasSize(16_384);
    assertThat(pair.toServer(pair.record(23, new byte[16_000], 384))).hasSize(16_000);
    refused(Alert.RECORD_OVERFLOW, () -> pair.toServer(pair.record(23, new byte[16_000], 385)));
    LayerPair old = new LayerPair(OLD).shake();
    assertThat(old.toServer(old.record(23, new byte[16_384], 0))).hasSize(16_384);
    refused(Alert.RECORD_OVERFLOW, () -> old.toServer(old.record(23, new byte[16_385], 0)));
  }

  @Test
  void refusesEmptyHandshakeMessagesAndAlerts() throws Exception {
    for (int type : new int[] {20, 21, 22}) {
      refused(Alert.UNEXPECTED_MESSAGE, () -> LayerPair.receive(server(), plain(type)));
    }
    for (int type : new int[] {21, 22}) {
      LayerPair pair = done();
      refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(pair.record(type)));
    }
  }

  @Test
  void refusesARecordOfZerosOnly() throws Exception {
    LayerPair pair = done();
    refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(pair.record(0, new byte[7], 3)));
  }

  @Test
  void refusesProtectedRecordsOfOtherTypes() throws Exception {
    for (int type : new int[] {1, 20, 24, 255}) {
      LayerPair pair = done();
      refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(pair.record(type, (byte) 1)));
    }
  }

  @Test
  void refusesRecordsWithoutProtectionOnceThereAreKeys() throws Exception {
    for (int type : new int[] {20, 21, 22}) {
      LayerPair pair = done();
      refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(plain(type, (byte) 1, (byte) 0)));
    }
    LayerPair pair = done();
    refused(Alert.BAD_RECORD_MAC, () -> pair.toServer(plain(23, (byte) 1, (byte) 0)));
  }

  @Test
  void refusesDataDuringTheHandshake() throws Exception {
    refused(Alert.UNEXPECTED_MESSAGE, () -> LayerPair.receive(server(), plain(23, (byte) 1)));
    LayerPair pair = new LayerPair(SUITE).shakeToFinished();
    refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(pair.record(23, text("early"))));
  }

  @Test
  void refusesDataBetweenThePartsOfAMessage() throws Exception {
    LayerPair pair = done();
    pair.toServer(pair.record(22, (byte) HandshakeType.NEW_SESSION_TICKET, (byte) 0));
    refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(pair.record(23, text("between"))));
    RecordLayer server = server();
    LayerPair.receive(server, plain(22, Arrays.copyOf(hello(), 100)));
    refused(Alert.UNEXPECTED_MESSAGE, () -> LayerPair.receive(server, plain(20, (byte) 1)));
  }

  @Test
  void refusesAMessageThatIsTooLongBeforeItArrives() {
    byte[] message = Arrays.copyOf(ScriptedHandshake.message(1, 40_001), 10);
    refused(Alert.ILLEGAL_PARAMETER, () -> LayerPair.receive(server(), plain(22, message)));
  }

  // RFC 8446 5.1
  @Test
  void refusesBytesOfTheOldKeysAtAChangeOfKeys() throws Exception {
    LayerPair pair = done();
    byte[] two = join(ScriptedHandshake.keyUpdate(false), new byte[] {4});
    refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(pair.record(22, two)));
    RecordLayer server = server();
    byte[] hellos = join(hello(), hello());
    refused(Alert.UNEXPECTED_MESSAGE, () -> LayerPair.receive(server, plain(22, hellos)));
  }

  @Test
  void followsAKeyUpdateAndOwesOne() throws Exception {
    LayerPair pair = done();
    pair.toServer(pair.record(22, ScriptedHandshake.keyUpdate(true)));
    pair.byHandAfterUpdates(1);
    assertThat(pair.toServer(pair.record(23, text("new")))).isEqualTo(text("new"));
    pair.server.updateKeys();
    byte[] update = LayerPair.output(pair.server);
    Buffer out = Buffer.allocate(100);
    pair.server.seal(Buffer.copyOf(text("newer")), out);
    assertThat(LayerPair.receive(pair.client, join(update, out.toBytes())))
        .isEqualTo(text("newer"));
    pair.server.updateKeys();
    assertThat(LayerPair.output(pair.server)).as("owed once").isEmpty();
  }

  // RFC 8446 5.5
  @Test
  void changesKeysThatHaveSealedEnough() throws Exception {
    LayerPair pair = new LayerPair(SUITE, 10).shake();
    int updates = 0;
    for (int i = 0; i < 25; i++) {
      pair.client.updateKeys();
      byte[] update = LayerPair.output(pair.client);
      updates += update.length > 0 ? 1 : 0;
      Buffer out = Buffer.allocate(100);
      pair.client.seal(Buffer.copyOf(text("x")), out);
      assertThat(pair.toServer(join(update, out.toBytes()))).isEqualTo(text("x"));
    }
    assertThat(updates).isEqualTo(2);
  }

  @Test
  void dropsAFewChangeCipherSpecsOfTheHandshake() throws Exception {
    LayerPair pair = new LayerPair(SUITE).shakeToFinished();
    for (int i = 0; i < RecordLayer.MAX_USELESS; i++) {
      pair.toServer(plain(20, (byte) 1));
    }
    refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(plain(20, (byte) 1)));
  }

  @Test
  void refusesOtherChangeCipherSpecs() throws Exception {
    LayerPair pair = new LayerPair(SUITE).shakeToFinished();
    refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(plain(20, (byte) 2)));
    LayerPair longer = new LayerPair(SUITE).shakeToFinished();
    refused(Alert.UNEXPECTED_MESSAGE, () -> longer.toServer(plain(20, (byte) 1, (byte) 1)));
    LayerPair longest = new LayerPair(SUITE).shakeToFinished();
    refused(Alert.UNEXPECTED_MESSAGE, () -> longest.toServer(plain(20, new byte[16_640])));
    refused(Alert.UNEXPECTED_MESSAGE, () -> LayerPair.receive(server(), plain(20, (byte) 1)));
    LayerPair done = done();
    refused(Alert.UNEXPECTED_MESSAGE, () -> done.toServer(plain(20, (byte) 1)));
    LayerPair old = new LayerPair(OLD).shake();
    refused(Alert.UNEXPECTED_MESSAGE, () -> old.toServer(plain(20, (byte) 1)));
  }

  @Test
  void onePeerCannotMakeUsSpin() throws Exception {
    byte[] ticket = ScriptedHandshake.message(HandshakeType.NEW_SESSION_TICKET, 20);
    byte[][] kinds = {{}, ticket, {1, 90}};
    int[] types = {23, 22, 21};
    for (int kind = 0; kind < kinds.length; kind++) {
      byte[] content = kinds[kind];
      int type = types[kind];
      LayerPair pair = done();
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < RecordLayer.MAX_USELESS; i++) {
          pair.toServer(pair.record(type, content));
        }
        pair.toServer(pair.record(23, text("useful")));
      }
      for (int i = 0; i < RecordLayer.MAX_USELESS; i++) {
        pair.toServer(pair.record(type, content));
      }
      refused(Alert.UNEXPECTED_MESSAGE, () -> pair.toServer(pair.record(type, content)));
    }
  }

  @Test
  void closeNotifyIsTheEnd() throws Exception {
    LayerPair pair = done();
    byte[] late = pair.record(21, (byte) 1, (byte) 0);
    assertThat(pair.server.isClosed()).isFalse();
    pair.toServer(late);
    assertThat(pair.server.isClosed()).isTrue();
  }

  @Test
  void alertsSayWhyThePeerLeft() throws Exception {
    LayerPair pair = done();
    assertThatThrownBy(() -> pair.toServer(pair.record(21, (byte) 1, (byte) 47)))
        .isInstanceOf(AlertReceivedException.class)
        .hasMessage("peer sent alert illegal_parameter (47)");
    LayerPair odd = done();
    refused(Alert.DECODE_ERROR, () -> odd.toServer(odd.record(21, (byte) 2)));
  }

  @Test
  void anAlertOfAPeerWithoutKeysIsUnderstood() throws Exception {
    LayerPair pair = new LayerPair(SUITE).shakeToFinished();
    assertThatThrownBy(() -> pair.toServer(plain(21, (byte) 2, (byte) 40)))
        .isInstanceOf(AlertReceivedException.class);
    LayerPair later = new LayerPair(SUITE).shakeToFinished();
    later.toServer(later.record(22, (byte) 20, (byte) 0)); // it has keys
    refused(Alert.UNEXPECTED_MESSAGE, () -> later.toServer(plain(21, (byte) 2, (byte) 40)));
  }

  @Test
  void warningsBeforeTls13AreDropped() throws Exception {
    RecordLayer server = server();
    LayerPair.receive(server, plain(21, (byte) 1, (byte) 112));
    assertThatThrownBy(() -> LayerPair.receive(server, plain(21, (byte) 2, (byte) 112)))
        .isInstanceOf(AlertReceivedException.class);
  }
}
