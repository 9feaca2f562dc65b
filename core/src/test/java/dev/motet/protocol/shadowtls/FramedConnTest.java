package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import java.io.EOFException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The stream behind the handshake, in versions 2 and 3.
class FramedConnTest {
  private static final RecordKeys KEYS = new RecordKeys("password", RecordKeysTest.counting(32));
  private static final String HELLO = "1703030009d58fe0d368656c6c6f";
  private static final String WORLD = "1703030009280bc94d776f726c64";

  private final Pipe pipe = Pipe.create();
  private final Conn raw = pipe.a();

  @Test
  void recordsOfVersion3LookAsTheCheckValues() throws Exception {
    FramedConn client = client(pipe.a());
    client.write(Buffer.copyOf(text("hello")));
    client.write(Buffer.copyOf(text("wo")), Buffer.copyOf(text("rld")));
    client.write(Buffer.copyOf(new byte[0]));
    assertThat(received(pipe.b(), 28)).isEqualTo(HELLO + WORLD);
  }

  @Test
  void recordsOfVersion2AreOnlyFramed() throws Exception {
    FramedConn conn = framed(pipe.a());
    conn.write(Buffer.wrap(text("hello")));
    assertThat(received(pipe.b(), 10)).isEqualTo("170303000568656c6c6f");
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1", "2, 4096", "2, 16384", "2, 16385", "2, 65536", "2, 1048576",
    "3, 1", "3, 4096", "3, 16384", "3, 16385", "3, 65536", "3, 1048576"
  })
  void carriesEverythingInBlocksOfAnySize(int version, int block) throws Exception {
    byte[] sent = new byte[1 << (block == 1 ? 12 : 20)];
    new Random(block).nextBytes(sent);
    FramedConn from = version == 2 ? framed(pipe.a()) : client(pipe.a());
    FramedConn to = version == 2 ? framed(pipe.b()) : server(pipe.b());
    var writer =
        Background.run(() -> {
          for (int at = 0; at < sent.length; at += block) {
            byte[] part = Arrays.copyOfRange(sent, at, Math.min(sent.length, at + block));
            // with and without room for the frames
            Buffer buffer = at / block % 2 == 0 ? Buffer.copyOf(part) : Buffer.wrap(part);
            from.write(buffer);
            assertThat(buffer.isEmpty()).isTrue();
          }
          from.closeWrite();
        });
    Buffer into = Buffer.allocate(sent.length + 1);
    while (to.read(into) >= 0) {
      assertThat(into.room()).isGreaterThanOrEqualTo(Buffer.TAIL_ROOM);
    }
    writer.get();
    assertThat(into.toBytes()).isEqualTo(sent);
    assertThat(to.read(into)).isEqualTo(-1);
  }

  @Test
  void readsIntoSmallBuffers() throws Exception {
    raw.write(hex(HELLO + WORLD));
    FramedConn server = server(pipe.b());
    StringBuilder seen = new StringBuilder();
    while (seen.length() < 10) {
      Buffer into = Buffer.allocate(3);
      server.read(into);
      seen.append(into.toText());
    }
    assertThat(seen).hasToString("helloworld");
  }

  @Test
  void everyBitOfARecordCountsAndAnAlertSaysSo() throws Exception {
    byte[] valid = HexFormat.of().parseHex(HELLO);
    for (int bit = 0; bit < valid.length * 8; bit++) {
      if (bit >= 16 && bit < 40) {
        continue; // the minor version is nobody's, lengths are another test's
      }
      byte[] damaged = valid.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Pipe fresh = Pipe.create();
      fresh.a().write(Buffer.copyOf(damaged));
      fresh.a().closeWrite();
      FramedConn server = server(fresh.b());
      assertThatThrownBy(() -> server.read(Buffer.allocate(100)))
          .as("bit %d", bit)
          .isInstanceOf(ProtocolException.class);
      if (damaged[0] != TlsRecords.ALERT) {
        Buffer alert = Buffer.allocate(100);
        while (fresh.a().read(alert) >= 0) {
          continue;
        }
        assertThat(alert.length()).as("bit %d", bit).isEqualTo(31);
        assertThat(HexFormat.of().formatHex(alert.toBytes())).startsWith("150303001a");
      }
    }
  }

  @Test
  void noPartOfARecordIsAStream() throws Exception {
    byte[] valid = HexFormat.of().parseHex(HELLO);
    for (int length = 1; length < valid.length; length++) {
      Pipe fresh = Pipe.create();
      fresh.a().write(Buffer.copyOf(Arrays.copyOf(valid, length)));
      fresh.a().closeWrite();
      FramedConn server = server(fresh.b());
      assertThatThrownBy(() -> server.read(Buffer.allocate(100)))
          .as("length %d", length)
          .isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HELLO + HELLO, // played again
        WORLD + HELLO,
        "1703030003d58fe0", // shorter than a tag
        "1603030009d58fe0d368656c6c6f",
        "474554202f"
      })
  void recordsOutOfOrderAreRefused(String records) throws Exception {
    raw.write(hex(records));
    FramedConn server = server(pipe.b());
    Buffer into = Buffer.allocate(100);
    assertThatThrownBy(
            () -> {
              while (server.read(into) >= 0) {
                continue;
              }
            })
        .isInstanceOf(ProtocolException.class);
    assertThat(into.toText()).isIn("", "hello");
    assertThat(received(raw, 31)).startsWith("150303001a");
  }

  @Test
  void anAlertEndsTheStreamAndIsNotAnswered() throws Exception {
    raw.write(hex("150303001a" + "00".repeat(26)));
    FramedConn server = server(pipe.b());
    assertThatThrownBy(() -> server.read(Buffer.allocate(10)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("alert");
    server.write(Buffer.copyOf(text("x")));
    assertThat(received(raw, 10)).startsWith("1703030005");
  }

  @Test
  void aClientDropsLateRecordsOfTheHandshakeUntilTheFirstOther() throws Exception {
    ShadowTlsMac handshake = KEYS.handshake();
    String one = late(handshake, "ticket");
    String two = late(handshake, "another ticket");
    RecordTags tags = new RecordTags(KEYS.server(), KEYS.client(), KEYS.handshake(), random());
    FramedConn client = new FramedConn(pipe.b(), new RecordReader(pipe.b()), none(), tags, null);
    raw.write(hex(one + two));
    FramedConn server =
        new FramedConn(
            raw,
            new RecordReader(raw),
            none(),
            new RecordTags(KEYS.client(), KEYS.server(), null, random()),
            null);
    server.write(Buffer.copyOf(text("data")));
    Buffer into = Buffer.allocate(100);
    assertThat(client.read(into)).isEqualTo(4);
    assertThat(into.toText()).isEqualTo("data");
    raw.write(hex(late(handshake, "too late")));
    assertThatThrownBy(() -> client.read(into)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void waitsForWholeRecords() throws Exception {
    Pipe ready = Pipe.withReadiness();
    FramedConn server = server(ready.b());
    ready.a().write(hex(HELLO.substring(0, 20)));
    assertThat(server.reportsReadiness()).isTrue();
    assertThat(server.awaitReadable(0)).isFalse();
    ready.a().write(hex(HELLO.substring(20)));
    assertThat(server.awaitReadable(-1)).isTrue();
    Buffer small = Buffer.allocate(2);
    server.read(small);
    assertThat(server.awaitReadable(0)).isTrue();
  }

  private static String late(ShadowTlsMac mac, String text) {
    byte[] tag = mac.update(text(text)).tag();
    return "170303%04x%s%s"
        .formatted(
            4 + text.length(), HexFormat.of().formatHex(tag), HexFormat.of().formatHex(text(text)));
  }

  private static FramedConn client(Conn below) {
    return tagged(below, new RecordTags(KEYS.server(), KEYS.client(), null, random()));
  }

  private static FramedConn server(Conn below) {
    return tagged(below, new RecordTags(KEYS.client(), KEYS.server(), null, random()));
  }

  private static FramedConn tagged(Conn below, RecordTags tags) {
    return new FramedConn(below, new RecordReader(below), none(), tags, null);
  }

  private static FramedConn framed(Conn below) {
    return new FramedConn(below, new RecordReader(below), none(), null, null);
  }

  private static Buffer none() {
    return Buffer.wrap(new byte[0]);
  }

  private static SecureRandom random() {
    return new SecureRandom();
  }

  private static byte[] text(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static Buffer hex(String hex) {
    return Buffer.copyOf(HexFormat.of().parseHex(hex));
  }

  /// What arrives at the end that is not under test.
  private static String received(Conn end, int count) throws IOException {
    Buffer into = Buffer.allocate(count);
    while (into.length() < count && end.read(into) >= 0) {
      continue;
    }
    return HexFormat.of().formatHex(into.toBytes());
  }
}
