package dev.motet.tls.reality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.testkit.BitFlips;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.reality.SiteFlight.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// First flights of sites, record by record.
class SiteFlightTest {
  private static final byte[] SESSION_ID = new byte[32];

  private static byte[] record(int type, int bytes) {
    byte[] record = new byte[bytes];
    record[0] = (byte) type;
    record[1] = 3;
    record[2] = 3;
    record[3] = (byte) ((bytes - 5) >>> 8);
    record[4] = (byte) (bytes - 5);
    return record;
  }

  private static byte[] hello(int suite, int group, int shareBytes, byte[] sessionId) {
    ServerHello hello =
        new ServerHello(
            0x0303,
            new byte[32],
            sessionId,
            suite,
            0,
            List.of(
                Extension.ofKeyShare(new KeyShare(group, new byte[shareBytes])),
                Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, 0x0304)));
    byte[] message = hello.toBytes();
    byte[] record = record(22, message.length + 5);
    System.arraycopy(message, 0, record, 5, message.length);
    return record;
  }

  private static byte[] change() {
    byte[] record = record(20, 6);
    record[5] = 1;
    return record;
  }

  private static byte[] join(byte[]... parts) {
    Buffer joined = Buffer.allocate(200_000);
    for (byte[] part : parts) {
      joined.append(part, 0, part.length);
    }
    return joined.toBytes();
  }

  private static byte[] flight(int... lengths) {
    byte[] flight = join(hello(0x1301, 0x1d, 32, SESSION_ID), change());
    for (int length : lengths) {
      flight = join(flight, record(23, length));
    }
    return flight;
  }

  private static Progress add(byte[] bytes) {
    return new SiteFlight(SESSION_ID).add(bytes);
  }

  @Test
  void learnsTheLengthsInWhateverPiecesTheyCome() {
    byte[] bytes = flight(40, 800, 286, 58);
    for (int piece : new int[] {1, 7, 100, bytes.length}) {
      SiteFlight flight = new SiteFlight(SESSION_ID);
      for (int at = 0; at < bytes.length; at += piece) {
        int end = Math.min(bytes.length, at + piece);
        assertThat(flight.add(Arrays.copyOfRange(bytes, at, end)))
            .isEqualTo(end == bytes.length ? Progress.READY : Progress.MORE);
      }
      assertThat(flight.recordBytes()).containsExactly(40, 800, 286, 58);
      assertThat(flight.ticketBytes()).isZero();
      assertThat(flight.received()).isEqualTo(bytes);
    }
  }

  @Test
  void takesALongRecordForAllMessagesAtOnce() {
    SiteFlight flight = new SiteFlight(SESSION_ID);
    byte[] bytes = flight(513);
    int header = bytes.length - 508;
    assertThat(flight.add(Arrays.copyOf(bytes, header))).isEqualTo(Progress.READY);
    assertThat(flight.recordBytes()).containsExactly(513);
    assertThat(add(flight(512))).isEqualTo(Progress.MORE);
  }

  @Test
  void seesATicketThatComesAlong() {
    SiteFlight flight = new SiteFlight(SESSION_ID);
    assertThat(flight.add(flight(40, 800, 286, 58, 250, 250))).isEqualTo(Progress.READY);
    assertThat(flight.ticketBytes()).isEqualTo(250);
  }

  @Test
  void refusesRecordsThatTheOwnMessagesDoNotFitInto() {
    assertThat(add(flight(28, 213, 94, 58))).isEqualTo(Progress.READY);
    assertThat(add(flight(27, 213, 94, 58))).isEqualTo(Progress.UNSUITABLE);
    assertThat(add(flight(28, 212, 94, 58))).isEqualTo(Progress.UNSUITABLE);
    assertThat(add(flight(28, 213, 93, 58))).isEqualTo(Progress.UNSUITABLE);
    assertThat(add(flight(28, 213, 94, 57))).isEqualTo(Progress.UNSUITABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "1301, 1d, 32, READY",
    "1303, 11ec, 1120, READY",
    "1301, 1d, 33, UNSUITABLE",
    "1301, 17, 65, UNSUITABLE",
    "1304, 1d, 32, UNSUITABLE",
    "c02f, 1d, 32, UNSUITABLE"
  })
  void wantsASuiteAndAGroupThatItKnows(String suite, String group, int bytes, Progress expected) {
    byte[] hello =
        hello(Integer.parseInt(suite, 16), Integer.parseInt(group, 16), bytes, SESSION_ID);
    byte[] whole = join(hello, change(), record(23, 4000));
    assertThat(add(whole)).isEqualTo(expected);
  }

  @Test
  void refusesWhatIsNoFlightOfTls13() {
    assertThat(add(record(21, 7))).isEqualTo(Progress.UNSUITABLE);
    assertThat(add("HTTP/1.1 400".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isEqualTo(Progress.UNSUITABLE);
    byte[] hello = hello(0x1301, 0x1d, 32, SESSION_ID);
    assertThat(add(join(hello, record(23, 100)))).isEqualTo(Progress.UNSUITABLE);
    assertThat(add(join(hello, record(20, 6)))).isEqualTo(Progress.UNSUITABLE); // value 0
    assertThat(add(join(hello, change(), change()))).isEqualTo(Progress.UNSUITABLE);
    byte[] other = hello(0x1301, 0x1d, 32, new byte[31]);
    assertThat(add(other)).isEqualTo(Progress.UNSUITABLE);
    byte[] retry = hello.clone();
    System.arraycopy(ServerHello.retryRandom(), 0, retry, 5 + ServerHello.RANDOM_AT, 32);
    assertThat(add(retry)).isEqualTo(Progress.UNSUITABLE);
    assertThat(add(flight(40, 800, 65_000))).isEqualTo(Progress.UNSUITABLE);
  }

  @Test
  void survivesDamage() {
    BitFlips.survivesEvery(flight(40, 800, 286, 58, 250), 2000, SiteFlightTest::add);
  }

  @Test
  void disguisesItsMessages() throws Exception {
    SiteFlight flight = new SiteFlight(SESSION_ID);
    flight.add(flight(40, 800, 286, 58, 250));
    SiteDisguise disguise = new SiteDisguise(flight);
    assertThat(disguise.suite()).isEqualTo(0x1301);
    assertThat(disguise.group()).isEqualTo(0x1d);
    byte[] own = new byte[32];
    Arrays.fill(own, (byte) 9);
    ServerHello hello =
        ServerHello.read(Message.body(disguise.serverHello(new KeyShare(0x1d, own))));
    assertThat(hello.extensions().getFirst().type()).isEqualTo(ExtensionType.KEY_SHARE);
    KeyShare share = hello.keyShare();
    assertThat(share).isNotNull();
    assertThat(share.key()).isEqualTo(own);
    List<String> sent = new ArrayList<>();
    Carrier carrier = new Lengths(sent);
    byte[] message = {20, 0, 0, 0};
    disguise.send(carrier, List.of(message, message, message, message));
    disguise.sendAfter(carrier);
    assertThat(sent).containsExactly("4 in 40", "4 in 800", "4 in 286", "4 in 58", "padding 250");
  }

  /// Writes down the lengths of records.
  private record Lengths(List<String> sent) implements Carrier {
    @Override
    public void send(byte[] message) {
      sent.add(String.valueOf(message.length));
    }

    @Override
    public void send(byte[] message, int recordBytes) {
      sent.add(message.length + " in " + recordBytes);
    }

    @Override
    public void sendPadding(int recordBytes) {
      sent.add("padding " + recordBytes);
    }

    @Override
    public void sendChangeCipherSpec() {}

    @Override
    public void writeKeys(TrafficKeys keys) {}

    @Override
    public void readKeys(TrafficKeys keys) {}
  }
}
