package dev.motet.tls.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.HandshakeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How messages and data become records.
class RecordOutputTest {
  private static final CipherSuite SUITE = CipherSuite.TLS_AES_128_GCM_SHA256;

  private final RecordOutput output = new RecordOutput();

  private void protect() {
    output.keys(ScriptedHandshake.keys(SUITE, true, Level.APPLICATION, 0));
  }

  private byte[] taken() {
    Buffer records = output.take();
    return records == null ? new byte[0] : records.toBytes();
  }

  /// Types, versions and lengths of the records, as `type.version.length`.
  private static List<String> headers(byte[] records) {
    List<String> headers = new ArrayList<>();
    for (int at = 0; at < records.length; ) {
      int length = ((records[at + 3] & 0xff) << 8) | (records[at + 4] & 0xff);
      headers.add(records[at] + ".3" + records[at + 2] + "." + length);
      at += 5 + length;
    }
    return headers;
  }

  private static byte[] message(int type, int bytes) {
    return ScriptedHandshake.message(type, bytes);
  }

  @Test
  void theFirstHelloHasAnOldVersion() {
    output.message(message(HandshakeType.CLIENT_HELLO, 20_000));
    output.endFlight();
    assertThat(headers(taken())).containsExactly("22.31.16384", "22.31.3620");
    output.message(message(HandshakeType.CLIENT_HELLO, 100));
    output.endFlight();
    assertThat(headers(taken())).as("after a retry").containsExactly("22.33.104");
    RecordOutput server = new RecordOutput();
    server.message(message(HandshakeType.SERVER_HELLO, 100));
    server.endFlight();
    Buffer records = server.take();
    assertThat(records).isNotNull();
    assertThat(headers(records.toBytes())).containsExactly("22.33.104");
  }

  @Test
  void messagesOfAFlightShareRecords() {
    sendFlight();
    assertThat(headers(taken())).containsExactly("22.33.50", "20.33.1", "23.33.1027");
  }

  @Test
  void orEachMessageHasItsOwn() {
    output.join(false);
    sendFlight();
    assertThat(headers(taken())).containsExactly("22.33.50", "20.33.1", "23.33.27", "23.33.1017");
  }

  private void sendFlight() {
    output.message(message(HandshakeType.SERVER_HELLO, 46));
    output.changeCipherSpec();
    protect();
    output.message(message(HandshakeType.ENCRYPTED_EXTENSIONS, 6));
    output.message(message(HandshakeType.CERTIFICATE, 996));
    output.endFlight();
  }

  @Test
  void aMessageFillsARecordOfAGivenLength() throws Exception {
    protect();
    output.message(message(HandshakeType.CERTIFICATE, 96), 1000);
    assertThat(headers(taken())).containsExactly("23.33.995");
    output.message(message(HandshakeType.CERTIFICATE, 96), 122);
    assertThat(headers(taken())).containsExactly("23.33.117");
    assertThatThrownBy(() -> output.message(message(HandshakeType.CERTIFICATE, 96), 121))
        .isInstanceOf(AlertException.class);
    assertThatThrownBy(() -> output.message(message(HandshakeType.CERTIFICATE, 96), 16_407))
        .isInstanceOf(AlertException.class);
    output.message(message(HandshakeType.CERTIFICATE, 96), 16_406);
    assertThat(headers(taken())).containsExactly("23.33.16401");
  }

  // RFC 8449 4
  @Test
  void recordsStayWithinTheLimitOfThePeer() {
    output.limit(64);
    protect();
    output.message(message(HandshakeType.CERTIFICATE, 100));
    output.endFlight();
    assertThat(headers(taken())).containsExactly("23.33.80", "23.33.58");
    Buffer out = Buffer.allocate(1000);
    output.seal(Buffer.allocate(0), out);
    assertThat(out.isEmpty()).isTrue();
    output.seal(Buffer.copyOf(new byte[64]), out);
    assertThat(headers(out.toBytes())).containsExactly("23.33.80", "23.33.18");
  }

  @Test
  void alertsHaveTheirLevel() {
    output.alert(Alert.CLOSE_NOTIFY);
    output.alert(Alert.HANDSHAKE_FAILURE);
    assertThat(taken()).containsExactly(21, 3, 3, 0, 2, 1, 0, 21, 3, 3, 0, 2, 2, 40);
  }

  @Test
  void dataIsCutAndPaddedAsWanted() throws Exception {
    LayerPair pair = new LayerPair(SUITE).shake();
    pair.client.shape(
        new RecordShape() {
          @Override
          public int content(int left) {
            return left == 10 ? 3 : 100;
          }

          @Override
          public int padding(int content) {
            return content == 3 ? 50 : 1_000_000;
          }
        });
    Buffer content = Buffer.copyOf("0123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(pair.client.fitsInPlace(content)).isFalse();
    Buffer out = Buffer.allocate(Buffer.HEAD_ROOM + 64 * 1024);
    pair.client.seal(content, out);
    assertThat(headers(out.toBytes())).containsExactly("23.33.70", "23.33.16401");
    assertThat(pair.toServer(out.toBytes())).asString().isEqualTo("0123456789");
  }

  @ParameterizedTest
  @EnumSource(CipherSuite.class)
  void sealsWhereTheBytesStand(CipherSuite suite) throws Exception {
    LayerPair pair = new LayerPair(suite).shake();
    Random random = new Random(5);
    for (int length : new int[] {1, 1400, 16_384, 16_385, 32_768, 65_535, 65_536, 160_000}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      Buffer content = Buffer.copyOf(bytes);
      assertThat(pair.client.fitsInPlace(content)).isTrue();
      pair.client.sealInPlace(content);
      assertThat(pair.toServer(content.toBytes())).isEqualTo(bytes);
    }
  }

  @Test
  void saysWhereThereIsNoRoom() throws Exception {
    LayerPair pair = new LayerPair(SUITE).shake();
    assertThat(pair.client.fitsInPlace(new Buffer(new byte[100], 5, 83))).isTrue();
    assertThat(pair.client.fitsInPlace(new Buffer(new byte[100], 4, 83))).isFalse();
    assertThat(pair.client.fitsInPlace(new Buffer(new byte[100], 5, 84))).isFalse();
    assertThat(pair.client.fitsInPlace(new Buffer(new byte[20_000], 26, 19_000))).isFalse();
    assertThat(pair.client.fitsInPlace(new Buffer(new byte[20_000], 27, 19_000))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1400, 16_384, 40_000, 65_536, 200_000})
  void sealsIntoAnotherBufferWithoutHarmToTheFirst(int length) throws Exception {
    LayerPair pair = new LayerPair(SUITE).shake();
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Buffer content = Buffer.wrap(bytes.clone());
    Buffer out = Buffer.allocate(65_536);
    Buffer arrived = new Buffer(new byte[length], 0, 0);
    while (!content.isEmpty()) {
      out.clear();
      pair.client.seal(content, out);
      byte[] part = pair.toServer(out.toBytes());
      arrived.append(part, 0, part.length);
    }
    assertThat(arrived.array).isEqualTo(bytes);
    assertThat(content.array).isEqualTo(bytes);
  }
}
