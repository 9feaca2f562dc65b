package dev.motet.quic.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongHeaderTest {
  private static final String INITIAL = "c0 00000001 02 aabb 01 cc 03 010203 04 d0d1d2d3";

  @Test
  void readsAnInitial() throws Exception {
    LongHeader header = read(INITIAL);
    assertThat(header.version()).isEqualTo(QuicVersion.V1);
    assertThat(header.destinationId()).isEqualTo(new byte[] {(byte) 0xaa, (byte) 0xbb});
    assertThat(header.sourceId()).isEqualTo(new byte[] {(byte) 0xcc});
    assertThat(header.token()).containsExactly(1, 2, 3);
    assertThat(header.bytes()).isEqualTo(15);
    assertThat(header.protectedBytes()).isEqualTo(4);
    assertThat(header.packetBytes()).isEqualTo(19);
  }

  @ParameterizedTest
  @CsvSource({
    "c0 00000001, V1, INITIAL",
    "d0 00000001, V1, ZERO_RTT",
    "e0 00000001, V1, HANDSHAKE",
    "c0 ff00001d, DRAFT_29, INITIAL",
    "e0 ff00001d, DRAFT_29, HANDSHAKE",
    "d0 6b3343cf, V2, INITIAL",
    "e0 6b3343cf, V2, ZERO_RTT",
    "f0 6b3343cf, V2, HANDSHAKE",
  })
  void knowsTheTypesOfEveryVersion(String start, QuicVersion version, LongHeader.Type type)
      throws Exception {
    String token = type == LongHeader.Type.INITIAL ? "00" : "";
    LongHeader header = read(start + " 00 00" + token + "00");
    assertThat(header.version()).isEqualTo(version);
    assertThat(header.type()).isEqualTo(type);
    assertThat(QuicVersion.of(version.number())).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource({
    "40 00000001 00 00 00 00, short header",
    "80 00000001 00 00 00 00, fixed bit",
    "c0 00000000 00 00 00 00, version negotiation",
    "c0 00000002 00 00 00 00, unknown version",
    "f0 00000001 00 00 00 00, Retry",
    "c0 6b3343cf 00 00 00 00, Retry of version 2",
    "c0 00000001 15 000000000000000000000000000000000000000000 00 00 00, long id",
    "c0 00000001 00 15 000000000000000000000000000000000000000000 00 00, long id",
    "c0 00000001 00 00 02 00, long token",
    "c0 00000001 00 00 ffffffffffffffff 00, endless token",
    "c0 00000001 00 00 00 02 00, long packet",
  })
  void refuses(String hex, String what) {
    assertThatThrownBy(() -> read(hex)).as(what).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesEveryPrefixAndSurvivesDamage() throws Exception {
    byte[] packet = hex(INITIAL);
    Truncations.rejectsEvery(packet, bytes -> LongHeader.read(new ByteReader(bytes)));
    BitFlips.survivesEvery(packet, 3000, bytes -> LongHeader.read(new ByteReader(bytes)));
  }

  private static LongHeader read(String hex) throws ProtocolException {
    return LongHeader.read(new ByteReader(hex(hex)));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
