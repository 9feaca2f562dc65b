package dev.motet.tls;

import static dev.motet.tls.TlsPair.read;
import static dev.motet.tls.TlsPair.readText;
import static dev.motet.tls.TlsPair.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.alert.AlertReceivedException;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.record.RecordLayer;
import dev.motet.tls.record.ScriptedHandshake;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ends, good and bad, and waiting.
class TlsConnEndTest {
  private final TlsPair pair = new TlsPair(Pipe.withReadiness());

  @AfterEach
  void givesEverythingBack() {
    pair.close();
    assertThat(pair.buffers.lent()).isZero();
  }

  private static Buffer room() {
    return Buffer.allocate(1000);
  }

  /// Records that the client would send.
  private static RecordLayer byHand() {
    RecordLayer layer = new RecordLayer(ScriptedHandshake.client(TlsPair.SUITE));
    layer.writeKeys(ScriptedHandshake.keys(TlsPair.SUITE, true, Level.APPLICATION, 0));
    return layer;
  }

  @Test
  void halfCloseLeavesTheOtherDirection() throws Exception {
    pair.shake();
    pair.client.write(text("last"));
    pair.client.closeWrite();
    pair.client.closeWrite();
    assertThat(readText(pair.server, 4)).isEqualTo("last");
    assertThat(pair.server.read(room())).isEqualTo(-1);
    assertThat(pair.server.read(room())).isEqualTo(-1);
    assertThat(pair.server.isTruncated()).isFalse();
    assertThat(pair.server.awaitReadable(-1)).isTrue();
    pair.server.write(text("answer"));
    assertThat(readText(pair.client, 6)).isEqualTo("answer");
    assertThatThrownBy(() -> pair.client.write(text("more")))
        .hasMessage("write after the end of the stream");
  }

  @Test
  void aGoodbyeThatCameWithTheLastDataIsReadable() throws Exception {
    pair.shake();
    RecordLayer hand = byHand();
    Buffer records = room();
    hand.seal(text("last"), records);
    hand.alert(Alert.CLOSE_NOTIFY);
    records.append(hand.takeOutput());
    send(records, records.length());
    assertThat(readText(pair.server, 4)).isEqualTo("last");
    assertThat(pair.server.awaitReadable(0)).as("nothing more will come").isTrue();
    assertThat(pair.server.read(room())).isEqualTo(-1);
  }

  @Test
  void anEndBetweenRecordsIsAnEndThatTells() throws Exception {
    pair.shake();
    pair.client.write(text("all"));
    pair.clientBelow.closeWrite();
    assertThat(readText(pair.server, 3)).isEqualTo("all");
    assertThat(pair.server.read(room())).isEqualTo(-1);
    assertThat(pair.server.isTruncated()).isTrue();
  }

  @Test
  void anEndAtEveryOtherByteIsAnError() throws Exception {
    pair.shake();
    Buffer record = room();
    byHand().seal(text("cut"), record);
    for (int length = 1; length < record.length(); length++) {
      try (TlsPair each = new TlsPair(Pipe.withReadiness()).shake()) {
        each.clientBelow.write(new Buffer(record.array.clone(), record.from, record.from + length));
        each.clientBelow.closeWrite();
        assertThatThrownBy(() -> each.server.read(room()))
            .as("%d bytes", length)
            .isInstanceOf(EOFException.class);
      }
    }
  }

  @Test
  void anEndDuringTheHandshakeIsAnError() throws Exception {
    var serving = Background.run(pair.server::handshake);
    pair.clientBelow.closeWrite();
    assertThat(serving.failure())
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("during the handshake");
  }

  @Test
  void aDamagedRecordIsAnsweredWithAnAlert() throws Exception {
    pair.shake();
    Buffer record = room();
    byHand().seal(text("fine"), record);
    record.array[record.from + 7] ^= 1;
    pair.clientBelow.write(record);
    assertThatThrownBy(() -> pair.server.read(room()))
        .isInstanceOfSatisfying(
            AlertException.class, e -> assertThat(e.alert()).isEqualTo(Alert.BAD_RECORD_MAC));
    assertThatThrownBy(() -> pair.client.read(room()))
        .isInstanceOf(AlertReceivedException.class)
        .hasMessage("peer sent alert bad_record_mac (20)");
    assertThatThrownBy(() -> pair.server.write(text("more"))).isInstanceOf(AlertException.class);
    assertThatThrownBy(() -> pair.client.write(text("more")))
        .isInstanceOf(AlertReceivedException.class);
  }

  @Test
  void goodBytesBeforeADamagedRecordAreDelivered() throws Exception {
    pair.shake();
    RecordLayer hand = byHand();
    Buffer records = room();
    hand.seal(text("good"), records);
    hand.seal(text("bad"), records);
    records.array[records.to - 1] ^= 1;
    pair.clientBelow.write(records);
    Buffer into = room();
    assertThat(pair.server.read(into)).isEqualTo(4);
    assertThat(into.toText()).isEqualTo("good");
    assertThatThrownBy(() -> pair.server.read(room())).isInstanceOf(AlertException.class);
  }

  @Test
  void whatIsNoTlsIsToldSoInTheClear() throws Exception {
    var serving = Background.run(pair.server::handshake);
    pair.clientBelow.write(text("GET / HTTP/1.1\r\n"));
    assertThat(serving.failure()).isInstanceOf(AlertException.class);
    assertThat(read(pair.clientBelow, 7)).isEqualTo(HexFormat.of().parseHex("1503030002020a"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closeEndsAReadInProgress(boolean readiness) throws Exception {
    try (TlsPair each = new TlsPair(readiness ? Pipe.withReadiness() : Pipe.create()).shake()) {
      var reading = Background.call(() -> each.server.read(room())).awaitBlocked();
      assertThat(each.buffers.lent()).as("while idle").isEqualTo(readiness ? 0 : 1);
      each.server.close();
      assertThat(reading.failure()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> each.server.read(room())).hasMessage("closed");
      assertThat(each.buffers.lent()).isZero();
    }
  }

  @Test
  void abortGivesItsReason() throws Exception {
    pair.shake();
    var reading = Background.call(() -> pair.server.read(room())).awaitBlocked();
    pair.server.abort(new IOException("time is up"));
    assertThat(reading.failure()).hasMessage("time is up");
    assertThatThrownBy(() -> pair.server.read(room())).hasMessage("time is up");
    assertThatThrownBy(() -> pair.server.write(text("x"))).hasMessage("time is up");
  }

  @Test
  void closeGivesBackWhatNobodyRead() throws Exception {
    pair.shake();
    pair.client.write(text("0123456789"));
    assertThat(readText(pair.server, 3)).isEqualTo("012");
    assertThat(pair.buffers.lent()).isPositive();
    pair.server.close();
    assertThat(pair.buffers.lent()).isZero();
  }

  @Test
  void aWriterWaitsForItsPeerAndCloseEndsIt() throws Exception {
    pair.shake();
    var writing =
        Background.run(() -> pair.client.write(Buffer.wrap(new byte[1 << 20]))).awaitBlocked();
    assertThat(pair.buffers.lent()).isEqualTo(1);
    pair.client.close();
    assertThat(writing.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void anAlertDoesNotWaitBehindAWriter() throws Exception {
    pair.shake();
    var writing =
        Background.run(() -> pair.server.write(Buffer.wrap(new byte[1 << 20]))).awaitBlocked();
    pair.clientBelow.write(text("GET / HTTP/1.1\r\n"));
    assertThatThrownBy(() -> pair.server.read(room())).isInstanceOf(AlertException.class);
    pair.server.close();
    assertThat(writing.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void isReadableWithAWholeRecordOnly() throws Exception {
    pair.shake();
    RecordLayer hand = byHand();
    Buffer records = room();
    hand.send(ScriptedHandshake.message(4, 30));
    hand.alert(Alert.USER_CANCELED);
    records.append(hand.takeOutput());
    int first = records.length();
    hand.seal(text("data"), records);
    assertThat(pair.server.awaitReadable(0)).as("nothing there").isFalse();
    assertThat(pair.server.reportsReadiness()).isTrue();
    send(records, first);
    assertThat(pair.server.awaitReadable(1_000_000)).as("a ticket and a warning").isFalse();
    assertThat(pair.buffers.lent()).isZero();
    send(records, records.length() - 1);
    assertThat(pair.server.awaitReadable(1_000_000)).as("most of a record").isFalse();
    var waiting = Background.call(() -> pair.server.awaitReadable(-1)).awaitBlocked();
    send(records, 1);
    assertThat(waiting.get()).isTrue();
    assertThat(pair.server.awaitReadable(0)).isTrue();
    assertThat(readText(pair.server, 4)).isEqualTo("data");
    pair.client.close();
    assertThat(pair.server.awaitReadable(-1)).as("the end").isTrue();
    assertThat(pair.server.read(room())).isEqualTo(-1);
  }

  private void send(Buffer records, int count) throws IOException {
    Buffer part = Buffer.allocate(count);
    records.moveTo(part, count);
    pair.clientBelow.write(part);
  }

  @Test
  void aLongRecordIsReadableBeforeItIsOpened() throws Exception {
    pair.shake();
    pair.client.write(Buffer.copyOf(new byte[16_384]));
    assertThat(pair.server.awaitReadable(-1)).isTrue();
    Buffer into = Buffer.allocate(16_384);
    assertThat(pair.server.read(into)).isEqualTo(16_384);
  }

  @Test
  void aBrokenRecordIsReadableAndThenAnError() throws Exception {
    pair.shake();
    pair.clientBelow.write(text("GET / HTTP/1.1\r\n"));
    assertThat(pair.server.awaitReadable(-1)).isTrue();
    assertThatThrownBy(() -> pair.server.read(room())).isInstanceOf(AlertException.class);
  }
}
