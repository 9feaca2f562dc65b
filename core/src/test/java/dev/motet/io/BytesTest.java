package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Truncations;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Typed values to bytes and back.
class BytesTest {
  private static final byte[] ALL =
      HexFormat.of()
          .parseHex("ff" + "fffe" + "fffefd" + "fffefdfc" + "fffefdfcfbfaf9f8" + "414243");

  @Test
  void writesEachWidthBigEndian() {
    Buffer buffer = Buffer.allocate(ALL.length);
    new ByteWriter(buffer)
        .u8(0xff)
        .u16(0xfffe)
        .u24(0xfffefd)
        .u32(0xfffefdfcL)
        .u64(0xfffefdfcfbfaf9f8L)
        .latin1("A")
        .bytes("BC".getBytes());
    assertThat(buffer.toBytes()).isEqualTo(ALL);
  }

  @Test
  void readsEachWidthUnsigned() throws Exception {
    ByteReader in = new ByteReader(ALL);
    assertThat(in.u8()).isEqualTo(0xff);
    assertThat(in.u16()).isEqualTo(0xfffe);
    assertThat(in.u24()).isEqualTo(0xfffefd);
    assertThat(in.u32()).isEqualTo(0xfffefdfcL);
    assertThat(in.u64()).isEqualTo(0xfffefdfcfbfaf9f8L);
    assertThat(in.latin1(1)).isEqualTo("A");
    assertThat(in.sub(1).bytes(1)).isEqualTo("B".getBytes());
    in.skip(1);
    in.end();
  }

  @Test
  void cannotReadPastTheEnd() throws Exception {
    Truncations.rejectsEvery(
        ALL,
        bytes -> {
          ByteReader in = new ByteReader(bytes);
          in.u8();
          in.u16();
          in.u24();
          in.u32();
          in.u64();
          in.bytes(3);
        });
  }

  @Test
  void refusesANegativeCountAndSaysWhatIsLeftOver() {
    assertThatThrownBy(() -> new ByteReader(ALL).bytes(-1)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> new ByteReader(ALL, 0, 2).end())
        .hasMessage("2 bytes left over (expected: none)");
  }

  @Test
  void aReaderOfPartOfAnArrayEndsWithThePart() throws Exception {
    ByteReader in = new ByteReader(ALL, 1, 3);
    assertThat(in.remaining()).isEqualTo(2);
    assertThat(in.u16()).isEqualTo(0xfffe);
    assertThat(in.position()).isEqualTo(3);
    assertThatThrownBy(in::u8).isInstanceOf(TruncatedException.class);
  }

  @Test
  void readsABufferWithoutMovingIt() throws Exception {
    Buffer buffer = Buffer.copyOf(new byte[] {1, 2});
    new ByteReader(buffer).skip(2);
    assertThat(buffer.length()).isEqualTo(2);
  }
}
