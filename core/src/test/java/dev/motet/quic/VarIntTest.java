package dev.motet.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.Truncations;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarIntTest {
  /// RFC 9000 A.1, and the borders between lengths.
  @ParameterizedTest
  @CsvSource({
    "c2197c5eff14e88c, 151288809941952652",
    "9d7f3e7d, 494878333",
    "7bbd, 15293",
    "25, 37",
    "00, 0",
    "3f, 63",
    "4040, 64",
    "7fff, 16383",
    "80004000, 16384",
    "bfffffff, 1073741823",
    "c000000040000000, 1073741824",
    "ffffffffffffffff, 4611686018427387903",
  })
  void readsAndWrites(String hex, long value) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(VarInt.read(new ByteReader(bytes))).isEqualTo(value);
    Buffer written = Buffer.allocate(8);
    VarInt.write(new ByteWriter(written), value);
    assertThat(written.toBytes()).isEqualTo(bytes);
    Truncations.rejectsEvery(bytes, prefix -> VarInt.read(new ByteReader(prefix)));
  }

  @Test
  void readsALongFormOfASmallNumber() throws Exception {
    assertThat(VarInt.read(new ByteReader(HexFormat.of().parseHex("4025")))).isEqualTo(37);
  }

  @Test
  void aLengthFitsIntoWhatIsLeft() throws Exception {
    assertThat(VarInt.readLength(new ByteReader(new byte[] {2, 0, 0}))).isEqualTo(2);
    assertThatThrownBy(() -> VarInt.readLength(new ByteReader(new byte[] {3, 0, 0})))
        .isInstanceOf(ProtocolException.class);
    byte[] huge = HexFormat.of().parseHex("ffffffffffffffff00");
    assertThatThrownBy(() -> VarInt.readLength(new ByteReader(huge)))
        .isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, VarInt.MAX + 1})
  void writesNothingElse(long value) {
    assertThatThrownBy(() -> VarInt.write(new ByteWriter(Buffer.allocate(8)), value))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
