package dev.motet.protocol.shadowtls;

import static dev.motet.protocol.shadowtls.Records.CHANGE;
import static dev.motet.protocol.shadowtls.Records.data;
import static dev.motet.protocol.shadowtls.Records.hex;
import static dev.motet.protocol.shadowtls.Records.joined;
import static dev.motet.protocol.shadowtls.Records.serverHello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Pipe;
import dev.motet.tls.message.ServerHello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client undoes what a server does to the handshake, and nothing else passes for it.
class TaggedRecordsTest {
  private static final byte[] RANDOM = RecordKeysTest.counting(32);
  private static final int TLS_1_3 = 0x0304;
  private static final byte[] FLIGHT =
      joined(
          serverHello(RANDOM, TLS_1_3),
          CHANGE,
          data("extensions"),
          data(new byte[16_640]),
          data("finished"));

  private final TaggedRecords records = new TaggedRecords("password");

  @Test
  void whatAServerChangedIsUndone() {
    assertThat(hex(opened(changed("password")))).isEqualTo(hex(FLIGHT));
    assertThat(records.isProven()).isTrue();
    assertThat(records.keys()).isEqualTo(records.keys()).isNotNull();
  }

  @Test
  void aServerWithAnotherPasswordProvesNothing() {
    byte[] changed = changed("Password");
    assertThat(hex(opened(changed))).isEqualTo(hex(changed));
    assertThat(records.isProven()).isFalse();
  }

  @Test
  void theSiteItselfProvesNothing() {
    assertThat(hex(opened(FLIGHT))).isEqualTo(hex(FLIGHT));
    assertThat(records.isProven()).isFalse();
  }

  @Test
  void oneRecordOfSomebodyElseIsTooMuch() {
    opened(joined(changed("password"), data("injected")));
    assertThat(records.isProven()).isFalse();
  }

  @Test
  void everyBitOfATagAndOfAPayloadCounts() {
    byte[] hello = serverHello(RANDOM, TLS_1_3);
    byte[] valid = Records.changed(keys("password"), keys("password").handshake(), new byte[20]);
    for (int bit = 40; bit < valid.length * 8; bit++) {
      byte[] damaged = valid.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      TaggedRecords fresh = new TaggedRecords("password");
      fresh.open(Buffer.copyOf(hello));
      fresh.open(Buffer.copyOf(damaged));
      assertThat(fresh.isProven()).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void damageNeverDoesMoreThanNotToBeProven() throws Exception {
    BitFlips.survivesEvery(
        joined(serverHello(RANDOM, TLS_1_3), data("short")),
        500,
        bytes -> {
          RecordReader reader = new RecordReader(fed(bytes));
          TaggedRecords fresh = new TaggedRecords("password");
          while (reader.await()) {
            fresh.open(reader.next());
          }
        });
  }

  @Test
  void aRetryRequestIsNoServerHello() {
    byte[] retry = serverHello(ServerHello.retryRandom(), TLS_1_3);
    opened(joined(retry, CHANGE));
    assertThat(records.keys()).isNull();
    opened(changed("password"));
    assertThat(records.isProven()).isTrue();
  }

  /// However the TLS client reads.
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1_000, 40_000})
  void theFilterPassesEverythingOnInOrder(int room) throws Exception {
    byte[] tail = "no record".getBytes(StandardCharsets.US_ASCII);
    Conn conn = fed(joined(changed("password"), tail));
    RecordFilter filter = new RecordFilter(conn, new RecordReader(conn), records::open);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    Buffer into = Buffer.allocate(room);
    while (filter.read(into) >= 0) {
      seen.writeBytes(into.toBytes());
      into.clear();
    }
    assertThat(hex(seen.toByteArray())).isEqualTo(hex(joined(FLIGHT, tail)));
  }

  @Test
  void aClientOfVersion2CountsEverythingUntilItsFirstData() {
    SeenRecords seen = new SeenRecords("password");
    seen.absorb(Buffer.copyOf(CHANGE));
    assertThat(seen.isOfTheHandshake(Buffer.copyOf(data("ticket")))).isTrue();
    assertThat(hex(seen.greet()))
        .isEqualTo(
            hex(new ShadowTlsMac("password").update(joined(CHANGE, data("ticket"))).value(8)));
    assertThat(seen.isOfTheHandshake(Buffer.copyOf(data("data")))).isFalse();
  }

  @Test
  void aClientOfVersion2BeginsItsFirstDataWithTheMac() throws Exception {
    Pipe pipe = Pipe.create();
    SeenRecords seen = new SeenRecords("password");
    RecordReader reader = new RecordReader(pipe.a());
    Buffer none = Buffer.wrap(new byte[0]);
    Conn client = new GreetingConn(new FramedConn(pipe.a(), reader, none, null, seen), seen);
    pipe.b().write(Buffer.copyOf(data("ticket")));
    assertThat(client.holdsHeader()).isTrue();
    byte[] mac = new ShadowTlsMac("password").value(8);
    client.write(Buffer.copyOf(new byte[] {'a'}), Buffer.copyOf(new byte[] {'b'}));
    client.write(Buffer.copyOf(new byte[] {'c'}));
    assertThat(client.holdsHeader()).isFalse();
    byte[] expected = joined(data(joined(mac, new byte[] {'a', 'b'})), data("c"));
    Buffer into = Buffer.allocate(100);
    while (into.length() < expected.length) {
      pipe.b().read(into);
    }
    assertThat(hex(into.toBytes())).isEqualTo(hex(expected));
  }

  @Test
  void aClientOfVersion2WithNothingToSayGreetsAlone() throws Exception {
    for (boolean end : new boolean[] {false, true}) {
      Pipe pipe = Pipe.create();
      SeenRecords seen = new SeenRecords("");
      RecordReader reader = new RecordReader(pipe.a());
      Conn client =
          new GreetingConn(
              new FramedConn(pipe.a(), reader, Buffer.wrap(new byte[0]), null, seen), seen);
      if (end) {
        client.closeWrite();
      } else {
        client.flush();
      }
      Buffer into = Buffer.allocate(100);
      pipe.b().read(into);
      assertThat(hex(into.toBytes())).isEqualTo(hex(data(new ShadowTlsMac("").value(8))));
    }
  }

  private byte[] opened(byte[] bytes) {
    Buffer rest = Buffer.copyOf(bytes);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (!rest.isEmpty()) {
      all.writeBytes(records.open(TlsRecords.next(rest)).toBytes());
    }
    return all.toByteArray();
  }

  private static byte[] changed(String password) {
    Buffer flight = Buffer.copyOf(FLIGHT);
    new WatchV3(password, true).fromServer(flight);
    return flight.toBytes();
  }

  private static RecordKeys keys(String password) {
    return new RecordKeys(password, RANDOM);
  }

  private static Conn fed(byte[] bytes) throws IOException {
    Pipe pipe = Pipe.create();
    pipe.a().write(Buffer.copyOf(Arrays.copyOf(bytes, bytes.length)));
    pipe.a().closeWrite();
    return pipe.b();
  }
}
