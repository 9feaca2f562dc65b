package dev.motet.protocol.shadowtls;

import static dev.motet.protocol.shadowtls.Records.CHANGE;
import static dev.motet.protocol.shadowtls.Records.CLOSE_NOTIFY;
import static dev.motet.protocol.shadowtls.Records.data;
import static dev.motet.protocol.shadowtls.Records.handshake;
import static dev.motet.protocol.shadowtls.Records.hex;
import static dev.motet.protocol.shadowtls.Records.joined;
import static dev.motet.protocol.shadowtls.Records.serverHello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.protocol.shadowtls.HandshakeWatch.Step;
import dev.motet.tls.message.ServerHello;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What each version sees in a handshake, record by record.
class WatchTest {
  private static final byte[] RANDOM = RecordKeysTest.counting(32);
  private static final RecordKeys KEYS = new RecordKeys("password", RANDOM);
  private static final int TLS_1_2 = 0;
  private static final int TLS_1_3 = 0x0304;
  private static final byte[] MESSAGE = handshake(new byte[] {16, 0, 0, 0});

  @Test
  void version1EndsWithTheMessageBehindChangeCipherSpec() {
    WatchV1 watch = new WatchV1();
    assertThat(watch.fromClient(buffer(Records.handshake(Records.clientHello("a")))))
        .isEqualTo(Step.PASS);
    Buffer flight = buffer(serverHello(RANDOM, TLS_1_2), MESSAGE);
    assertThat(watch.fromServer(flight)).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(MESSAGE))).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(CHANGE))).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(MESSAGE))).isEqualTo(Step.LAST);
    Buffer end = buffer(MESSAGE, CHANGE, MESSAGE, data("settings"));
    assertThat(watch.fromServer(end)).isEqualTo(Step.LAST);
    assertThat(hex(end.toBytes())).isEqualTo(hex(joined(MESSAGE, CHANGE, MESSAGE)));
  }

  @Test
  void version1LeavesTls13AndEarlyDataToTheServer() {
    assertThat(new WatchV1().fromServer(buffer(serverHello(RANDOM, TLS_1_3))))
        .isEqualTo(Step.PLAIN);
    assertThat(new WatchV1().fromServer(buffer(serverHello(ServerHello.retryRandom(), TLS_1_3))))
        .isEqualTo(Step.PLAIN);
    assertThat(new WatchV1().fromServer(buffer(data("early")))).isEqualTo(Step.PLAIN);
    assertThat(new WatchV1().fromClient(buffer(data("early")))).isEqualTo(Step.PLAIN);
    assertThat(new WatchV1().fromClient(buffer(CLOSE_NOTIFY))).isEqualTo(Step.PASS);
  }

  @Test
  void version2KnowsTheMacOverAllThatWasSent() {
    WatchV2 watch = new WatchV2("password");
    byte[] hello = serverHello(RANDOM, TLS_1_3);
    watch.fromServer(buffer(hello, CHANGE));
    watch.fromServer(buffer(data("flight")));
    byte[] mac =
        new ShadowTlsMac("password").update(joined(hello, CHANGE, data("flight"))).value(8);
    assertThat(watch.fromClient(buffer(data(mac)))).isEqualTo(Step.DATA);
    assertThat(watch.fromClient(buffer(data(joined(mac, new byte[9]))))).isEqualTo(Step.DATA);
  }

  @Test
  void version2BearsThatAClientHasSeenLess() {
    WatchV2 watch = new WatchV2("password");
    byte[] hello = serverHello(RANDOM, TLS_1_3);
    watch.fromServer(buffer(hello, CHANGE, data("flight"), data("ticket"), data("ticket")));
    byte[] mac =
        new ShadowTlsMac("password").update(joined(hello, CHANGE, data("flight"))).value(8);
    assertThat(watch.fromClient(buffer(data(mac)))).isEqualTo(Step.DATA);
  }

  @Test
  void version2GivesUpAtTheThirdOtherRecord() {
    WatchV2 watch = new WatchV2("password");
    watch.fromServer(buffer(serverHello(RANDOM, TLS_1_3)));
    byte[] other = data("12345678");
    assertThat(watch.fromClient(buffer(data("1234567")))).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(MESSAGE))).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(other))).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(other))).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(other))).isEqualTo(Step.PLAIN);
  }

  @Test
  void version2TakesNothingBeforeTheServerSaidAnything() {
    byte[] mac = new ShadowTlsMac("password").value(8);
    assertThat(new WatchV2("password").fromClient(buffer(data(mac)))).isEqualTo(Step.PASS);
  }

  @Test
  void version3ChangesDataOfTheServerOnly() {
    WatchV3 watch = new WatchV3("password", true);
    byte[] hello = serverHello(RANDOM, TLS_1_3);
    byte[] empty = {};
    Buffer flight =
        buffer(
            hello, CHANGE, data("extensions"), data(empty), data(new byte[16_640]), CLOSE_NOTIFY);
    assertThat(watch.fromServer(flight)).isEqualTo(Step.PASS);
    ShadowTlsMac running = KEYS.handshake();
    assertThat(hex(flight.toBytes()))
        .isEqualTo(
            hex(
                joined(
                    hello,
                    CHANGE,
                    Records.changed(
                        KEYS, running, "extensions".getBytes(StandardCharsets.US_ASCII)),
                    Records.changed(KEYS, running, empty),
                    Records.changed(KEYS, running, new byte[16_640]),
                    CLOSE_NOTIFY)));
    Buffer later = buffer(data("ticket"));
    watch.fromServer(later);
    assertThat(hex(later.toBytes()))
        .isEqualTo(
            hex(Records.changed(KEYS, running, "ticket".getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void version3KnowsTheFirstTagOnly() {
    WatchV3 watch = new WatchV3("password", true);
    byte[] first = Records.tagged(KEYS.client(), "hello".getBytes(StandardCharsets.US_ASCII));
    assertThat(watch.fromClient(buffer(first))).as("before the ServerHello").isEqualTo(Step.PASS);
    watch.fromServer(buffer(serverHello(RANDOM, TLS_1_3)));
    assertThat(watch.fromClient(buffer(data("finished...")))).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(data(KEYS.client().tag())))).isEqualTo(Step.PASS);
    assertThat(watch.fromClient(buffer(Records.tagged(KEYS.server(), new byte[5]))))
        .isEqualTo(Step.PASS);
    for (int bit = 40; bit < first.length * 8; bit++) {
      byte[] damaged = first.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(watch.fromClient(buffer(damaged))).as("bit %d", bit).isEqualTo(Step.PASS);
    }
    assertThat(watch.fromClient(buffer(first))).isEqualTo(Step.DATA);
  }

  @Test
  void version3LeavesServersWithoutTls13AloneWhereItIsStrict() {
    byte[] hello = serverHello(RANDOM, TLS_1_2);
    assertThat(new WatchV3("password", true).fromServer(buffer(hello))).isEqualTo(Step.PLAIN);
    WatchV3 lenient = new WatchV3("password", false);
    assertThat(lenient.fromServer(buffer(hello))).isEqualTo(Step.PASS);
    assertThat(lenient.keys()).isNotNull();
  }

  @Test
  void version3LeavesServersWithoutAServerHelloAlone() {
    for (byte[] first :
        new byte[][] {
          CLOSE_NOTIFY, CHANGE, data("x"), MESSAGE, Arrays.copyOf(handshake(new byte[40]), 45)
        }) {
      WatchV3 watch = new WatchV3("password", false);
      Buffer records = buffer(first, data("more"));
      assertThat(watch.fromServer(records)).as(hex(first)).isEqualTo(Step.PLAIN);
      assertThat(hex(records.toBytes())).isEqualTo(hex(joined(first, data("more"))));
    }
  }

  /// The random of a HelloRetryRequest is no secret of this connection.
  @Test
  void version3WaitsForTheServerHelloBehindARetryRequest() {
    WatchV3 watch = new WatchV3("password", true);
    byte[] retry = serverHello(ServerHello.retryRandom(), TLS_1_3);
    assertThat(watch.fromServer(buffer(retry, CHANGE))).isEqualTo(Step.PASS);
    assertThat(watch.keys()).isNull();
    Buffer flight = buffer(serverHello(RANDOM, TLS_1_3), data("extensions"));
    assertThat(watch.fromServer(flight)).isEqualTo(Step.PASS);
    assertThat(watch.keys()).isNotNull();
    assertThat(hex(flight.toBytes()))
        .endsWith(
            hex(
                Records.changed(
                    KEYS, KEYS.handshake(), "extensions".getBytes(StandardCharsets.US_ASCII))));
  }

  private static Buffer buffer(byte[]... records) {
    return Buffer.copyOf(joined(records));
  }
}
