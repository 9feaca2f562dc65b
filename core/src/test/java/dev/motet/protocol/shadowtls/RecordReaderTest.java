package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {
  private static final int[] SIZES = {0, 1, 5, 100, 3_700, 4_000, 16_384, 18_432, 2, 16_640, 0, 7};

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 6, 999, 4_096, 70_000})
  void recordsArriveWholeHoweverTheStreamIsCut(int piece) throws Exception {
    for (Pipe pipe : List.of(Pipe.create(), Pipe.withReadiness())) {
      byte[] all = stream();
      var writer = Background.run(() -> send(pipe.a(), all, piece));
      RecordReader reader = new RecordReader(pipe.b());
      ByteArrayOutputStream seen = new ByteArrayOutputStream();
      List<Integer> sizes = new ArrayList<>();
      while (reader.await()) {
        Buffer record = reader.next();
        sizes.add(record.length() - TlsRecords.HEADER_BYTES);
        seen.writeBytes(record.toBytes());
      }
      writer.get();
      assertThat(sizes).containsExactly(boxed());
      assertThat(seen.toByteArray()).isEqualTo(all);
      assertThat(reader.isEmpty()).isTrue();
      assertThat(reader.await()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 999, 70_000})
  void takenRecordsBelongToTheCaller(int piece) throws Exception {
    Pipe pipe = Pipe.create();
    byte[] all = stream();
    var writer = Background.run(() -> send(pipe.a(), all, piece));
    RecordReader reader = new RecordReader(pipe.b());
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    while (reader.await()) {
      Buffer taken = reader.take(reader.whole(3).length());
      assertThat(taken.headRoom()).isGreaterThanOrEqualTo(Buffer.HEAD_ROOM);
      assertThat(taken.room()).isGreaterThanOrEqualTo(Buffer.TAIL_ROOM);
      seen.writeBytes(taken.toBytes());
      java.util.Arrays.fill(taken.array, (byte) 0x55);
    }
    writer.get();
    assertThat(seen.toByteArray()).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "47", // GET
        "1603", // ends
        "160301",
        "16030100",
        "1603010005aabbccdd",
        "1604010001aa",
        "13030300",
        "19030300",
        "1703034801", // 18 433 bytes
        "170303ffff",
        "000000"
      })
  void whatIsNoRecordStaysInTheRest(String hex) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex);
    Pipe pipe = Pipe.create();
    send(pipe.a(), bytes, 2);
    RecordReader reader = new RecordReader(pipe.b());
    assertThat(reader.await()).isFalse();
    assertThat(reader.hasRecord()).isFalse();
    Conn rest = reader.rest();
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    Buffer into = Buffer.allocate(100);
    while (rest.read(into) >= 0) {
      seen.writeBytes(into.toBytes());
      into.clear();
    }
    assertThat(seen.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void whatCannotBecomeARecordIsKnownAtOnce() throws Exception {
    Pipe pipe = Pipe.create();
    pipe.a().write(Buffer.copyOf(new byte[] {'G'}));
    assertThat(new RecordReader(pipe.b()).await()).isFalse(); // the stream goes on
  }

  @Test
  void waitingEndsWithAWholeRecordOnly() throws Exception {
    Pipe pipe = Pipe.withReadiness();
    RecordReader reader = new RecordReader(pipe.b());
    pipe.a().write(Buffer.copyOf(HexFormat.of().parseHex("1703030002aa")));
    assertThat(reader.awaitReadable(0)).isFalse();
    assertThat(reader.awaitReadable(1_000_000)).isFalse();
    pipe.a().write(Buffer.copyOf(HexFormat.of().parseHex("bb17")));
    assertThat(reader.awaitReadable(-1)).isTrue();
    assertThat(HexFormat.of().formatHex(reader.next().toBytes())).isEqualTo("1703030002aabb");
    pipe.a().closeWrite();
    assertThat(reader.awaitReadable(-1)).isTrue();
    assertThat(reader.await()).isFalse();
    assertThat(reader.isEmpty()).isFalse();
  }

  private static byte[] stream() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Random random = new Random(1);
    for (int size : SIZES) {
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      all.writeBytes(new byte[] {(byte) (20 + size % 5), 3, 3, (byte) (size >> 8), (byte) size});
      all.writeBytes(payload);
    }
    return all.toByteArray();
  }

  private static Integer[] boxed() {
    return java.util.Arrays.stream(SIZES).boxed().toArray(Integer[]::new);
  }

  private static void send(Conn to, byte[] bytes, int piece) throws IOException {
    for (int at = 0; at < bytes.length; at += piece) {
      to.write(
          Buffer.copyOf(
              java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece))));
    }
    to.closeWrite();
  }
}
