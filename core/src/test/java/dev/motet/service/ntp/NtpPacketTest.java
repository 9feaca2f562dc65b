package dev.motet.service.ntp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NtpPacketTest {
  private static final byte[] ANSWER =
      HexFormat.of()
          .parseHex(
              "24010300"
                  + "00000000"
                  + "00000000"
                  + "47505300"
                  + "0000000000000000"
                  + "0102030405060708"
                  + "1112131415161718"
                  + "2122232425262728");

  @Test
  void readsAndWritesTheLayout() throws ProtocolException {
    NtpPacket answer = NtpPacket.read(new ByteReader(ANSWER));

    assertThat(answer)
        .isEqualTo(
            new NtpPacket(
                0, 4, 4, 1, 0x0102030405060708L, 0x1112131415161718L, 0x2122232425262728L));
  }

  @Test
  void aRequestSaysNothingAboutThisClock() {
    Buffer out = Buffer.allocate(NtpPacket.BYTES);
    NtpPacket.request(0x0102030405060708L).write(new ByteWriter(out));

    assertThat(out.length()).isEqualTo(NtpPacket.BYTES);
    assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(out.array, out.from, out.to)))
        .isEqualTo("23" + "00".repeat(39) + "0102030405060708");
  }

  @Test
  void damagedMessagesAreRefusedOrRead() throws IOException {
    Truncations.rejectsEvery(ANSWER, bytes -> NtpPacket.read(new ByteReader(bytes)));
    BitFlips.survivesEvery(ANSWER, 2_000, bytes -> NtpPacket.read(new ByteReader(bytes)));
  }

  @Test
  void onlyASynchronizedServersAnswerCounts() {
    assertThatCode(() -> answer(0, 4, 1).requireAnswerTo(7)).doesNotThrowAnyException();
    assertThatThrownBy(() -> answer(0, 4, 1).requireAnswerTo(8)).hasMessageContaining("another");
    assertThatThrownBy(() -> answer(0, 3, 1).requireAnswerTo(7)).hasMessageContaining("mode 3");
    assertThatThrownBy(() -> answer(3, 4, 1).requireAnswerTo(7))
        .hasMessageContaining("not synchronized");
    assertThatThrownBy(() -> answer(0, 4, 0).requireAnswerTo(7)).hasMessageContaining("stratum 0");
    assertThatThrownBy(() -> answer(0, 4, 16).requireAnswerTo(7))
        .hasMessageContaining("stratum 16");
  }

  @Test
  void offsetsAreRightInBothDirectionsAndOverTheEndOfTheEra() {
    for (String start : new String[] {"2026-01-01T00:00:00Z", "2036-02-07T06:28:15.900Z"}) {
      Instant ours = Instant.parse(start);
      for (long millis : new long[] {0, 1, -1, 250, -3_600_000, 86_400_000L * 365}) {
        Instant server = ours.plusMillis(millis);
        Duration offset =
            NtpTime.offset(
                NtpTime.of(ours),
                NtpTime.of(server.plusMillis(100)),
                NtpTime.of(server.plusMillis(110)),
                NtpTime.of(ours.plusMillis(210)));
        assertThat(offset.minusMillis(millis).abs()).isLessThan(Duration.ofNanos(10));
      }
    }
  }

  private static NtpPacket answer(int leap, int mode, int stratum) {
    return new NtpPacket(leap, 4, mode, stratum, 7, 1, 1);
  }
}
