package dev.motet.tls.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.HandshakeType;
import org.junit.jupiter.api.Test;

/// Early data that a server did not ask for is dropped (RFC 8446 4.2.10), and padding that stands
/// for another server's tickets is sent.
class RecordEarlyDataTest {
  private static final CipherSuite SUITE = CipherSuite.TLS_AES_128_GCM_SHA256;

  private final LayerPair pair = new LayerPair(SUITE);

  @Test
  void dropsRecordsUntilOneOpens() throws Exception {
    pair.shakeToFinished();
    pair.server.skipEarlyData();
    byte[] early = LayerPair.plain(ContentType.APPLICATION_DATA, new byte[16_000]);
    assertThat(pair.toServer(early)).isEmpty();
    assertThat(pair.toServer(early)).isEmpty();
    byte[] finished = ScriptedHandshake.message(HandshakeType.FINISHED, 32);
    pair.toServer(pair.record(ContentType.HANDSHAKE, finished));
    assertThat(LayerPair.isDone(pair.server)).isTrue();
    assertRefuses(Alert.BAD_RECORD_MAC, early);
  }

  @Test
  void dropsRecordsBeforeThereAreKeys() throws Exception {
    pair.server.skipEarlyData();
    byte[] early = LayerPair.plain(ContentType.APPLICATION_DATA, new byte[16_500]);
    assertThat(pair.toServer(early)).isEmpty();
    pair.shake();
  }

  @Test
  void dropsNoMoreThanTheLimit() throws Exception {
    pair.shakeToFinished();
    pair.server.skipEarlyData();
    byte[] early = LayerPair.plain(ContentType.APPLICATION_DATA, new byte[16_000]);
    for (int i = 0; i < 4; i++) {
      assertThat(pair.toServer(early)).isEmpty();
    }
    assertRefuses(Alert.BAD_RECORD_MAC, early);
  }

  @Test
  void dropsNothingUnlessTold() throws Exception {
    byte[] early = LayerPair.plain(ContentType.APPLICATION_DATA, new byte[100]);
    assertRefuses(Alert.UNEXPECTED_MESSAGE, early);
    pair.shakeToFinished();
    assertRefuses(Alert.BAD_RECORD_MAC, early);
  }

  private void assertRefuses(Alert alert, byte[] records) {
    assertThatThrownBy(() -> pair.toServer(records))
        .isInstanceOfSatisfying(
            AlertException.class, thrown -> assertThat(thrown.alert()).isEqualTo(alert));
  }

  @Test
  void sendsPaddingOfExactlyTheLength() throws Exception {
    pair.shake();
    for (int bytes : new int[] {22, 23, 300, 16_406}) {
      pair.server.sendPadding(bytes);
      byte[] record = LayerPair.output(pair.server);
      assertThat(record).hasSize(bytes).startsWith(23, 3, 3);
      assertThat(LayerPair.receive(pair.client, record)).isEmpty();
    }
    for (int bytes : new int[] {0, 21, 16_407}) {
      assertThatThrownBy(() -> pair.server.sendPadding(bytes)).isInstanceOf(AlertException.class);
    }
  }

  @Test
  void sendsNoPaddingWithoutKeys() {
    RecordLayer layer = new RecordLayer(ScriptedHandshake.server(SUITE));
    assertThatThrownBy(() -> layer.sendPadding(100)).isInstanceOf(AlertException.class);
    layer.writeKeys(ScriptedHandshake.keys(SUITE, false, Level.HANDSHAKE, 0));
    assertThat(LayerPair.output(layer)).isEmpty();
  }
}
