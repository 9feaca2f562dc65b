package dev.motet.quic.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitialFramesTest {
  private static final String ALL =
      "01 000000 02 4100 05 01 03 00 02 03 01 00 00 00 07 08 09 06 02 03 616263 1c 0a 06 02 6869 00";

  @Test
  void readsEveryFrameThatIsAllowed() throws Exception {
    List<Frame> frames = read(ALL);
    assertThat(frames).hasSize(7);
    assertThat(frames.get(0)).isEqualTo(Frame.Ping.PING);
    assertThat(frames.get(1)).isEqualTo(new Frame.Padding(3));
    assertThat(frames.get(2))
        .isEqualTo(
            new Frame.Ack(
                5, List.of(new Frame.Ack.Range(253, 256), new Frame.Ack.Range(249, 251))));
    assertThat(frames.get(3)).isEqualTo(new Frame.Ack(0, List.of(new Frame.Ack.Range(1, 1))));
    assertThat(frames.get(4)).isInstanceOf(Frame.Crypto.class);
    Frame.Crypto crypto = (Frame.Crypto) frames.get(4);
    assertThat(crypto.offset()).isEqualTo(2);
    assertThat(crypto.data()).containsExactly('a', 'b', 'c');
    assertThat(frames.get(5)).isEqualTo(new Frame.ConnectionClose(10, 6, "hi"));
    assertThat(frames.get(6)).isEqualTo(new Frame.Padding(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no frame
        "04 00", // RESET_STREAM
        "08 00", // STREAM
        "1d 00 00", // CONNECTION_CLOSE of an application
        "40", // half a type
        "ffffffffffffffff", // a type beyond all
        "06 00 02 61", // longer than the packet
        "06 ffffffffffffffff 01 61", // beyond 2^62
        "06 00 ffffffffffffffff", // endless
        "02 00 00 00 01", // packet -1
        "02 05 00 01 00 04 00", // a range below 0
        "02 05 00 ffffffffffffffff 00 00 00", // more ranges than bytes
        "03 05 00 00 00 01 01", // counts missing
        "1c 00 00 05 61",
      })
  void refuses(String hex) {
    assertThatThrownBy(() -> read(hex)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void survivesDamage() {
    BitFlips.survivesEvery(hex(ALL), 5000, bytes -> InitialFrames.read(new ByteReader(bytes)));
  }

  private static List<Frame> read(String hex) throws ProtocolException {
    return InitialFrames.read(new ByteReader(hex(hex)));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
