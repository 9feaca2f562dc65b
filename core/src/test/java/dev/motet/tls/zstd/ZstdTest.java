package dev.motet.tls.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Compressible;
import dev.motet.testkit.Truncations;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "words-3000.1",
        "words-3000.19",
        "words-3000.stream",
        "mixed-4000.3",
        "mixed-4000.19",
        "noise-300.3",
        "zeros-2000.1",
        "short-5.3",
        "empty-0.3"
      })
  void decodesWhatTheCommandEncodes(String name) throws Exception {
    byte[] expected = expected(name);
    byte[] frame = Compressible.sample(name);
    assertThat(Zstd.decode(frame, expected.length)).isEqualTo(expected);
    assertThat(Zstd.decode(frame, expected.length + 100)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"words-3000.19", "mixed-4000.3", "noise-300.3", "zeros-2000.1"})
  void neverDecodesMoreThanIsAllowed(String name) {
    int tooFew = expected(name).length - 1;
    assertThatThrownBy(() -> Zstd.decode(Compressible.sample(name), tooFew))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("more than " + tooFew);
  }

  @ParameterizedTest
  @ValueSource(strings = {"words-3000.1", "words-3000.19", "mixed-4000.3", "zeros-2000.1"})
  void rejectsWhatIsCutOrDamaged(String name) throws Exception {
    byte[] frame = Compressible.sample(name);
    int length = expected(name).length;
    Truncations.rejectsEvery(frame, bytes -> Zstd.decode(bytes, length));
    BitFlips.survivesEvery(frame, 3000, bytes -> Zstd.decode(bytes, length));
  }

  @Test
  void rejectsWhatItDoesNotKnow() {
    rejects("28b52ffe2000", "no Zstandard frame");
    rejects("28b52ffd28000000", "reserved bit");
    rejects("28b52ffd2105000000", "dictionary");
    rejects("28b52ffd2000070000", "reserved type");
    rejects("28b52ffd2000010000" + "00", "left over");
    rejects("28b52ffd2000" + "fdffff", "block of 2097151 bytes");
    rejects("28b52ffd2000" + "1d0000" + "030000", "");
  }

  private static void rejects(String hex, String reason) {
    assertThatThrownBy(() -> Zstd.decode(HexFormat.of().parseHex(hex), 1000))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(reason);
  }

  private static byte[] expected(String name) {
    return switch (name.substring(0, name.indexOf('-'))) {
      case "words" -> Compressible.words(1, 3000);
      case "mixed" -> Compressible.mixed(3, 4000);
      case "noise" -> Compressible.noise(4, 300);
      case "zeros" -> new byte[2000];
      case "short" -> "motet".getBytes(StandardCharsets.US_ASCII);
      default -> new byte[0];
    };
  }
}
