package dev.motet.route.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AlphabeticCodeTest {
  @Test
  void codesAreInOrderAndNoneStartsAnother() {
    Random random = new Random(6);
    for (int round = 0; round < 200; round++) {
      long[] weights = weights(random);
      AlphabeticCode code = new AlphabeticCode(weights);
      long last = -1;
      for (int b = 0; b < 256; b++) {
        BitArray bits = new BitArray(64);
        assertThat(code.append(b, bits)).isEqualTo(weights[b] > 0);
        if (weights[b] == 0) {
          continue;
        }
        assertThat(bits.length()).isBetween(1L, (long) AlphabeticCode.LONGEST);
        long value = Bits.window(bits.bytes(), 0) >>> 8;
        long next = value + (1L << (56 - bits.length()));
        assertThat(value).isGreaterThan(last);
        last = next - 1;
        assertThat(code.decode(value << 8)).isEqualTo(b);
        assertThat(code.decode(last << 8)).isEqualTo(b);
        assertThat(code.starts(last << 8, b)).isTrue();
      }
    }
  }

  /// Each as heavy as all before it: the shape that makes codes longest.
  @Test
  void veryUnevenWeightsKeepCodesShort() {
    long[] weights = new long[256];
    for (int b = 0; b < 60; b++) {
      weights[b * 4] = 1L << b;
    }
    AlphabeticCode code = new AlphabeticCode(weights);

    for (int b = 0; b < 60; b++) {
      assertThat(code.length(b * 4)).isBetween(1, AlphabeticCode.LONGEST);
    }
    assertThat(code.length(59 * 4)).isLessThanOrEqualTo(2);
  }

  @Test
  void evenWeightsNeedAsManyBitsAsTheirNumberCallsFor() {
    long[] weights = new long[256];
    for (int b = 'a'; b < 'a' + 16; b++) {
      weights[b] = 1_000;
    }
    AlphabeticCode code = new AlphabeticCode(weights);

    for (int b = 'a'; b < 'a' + 16; b++) {
      assertThat(code.length(b)).isEqualTo(4);
    }
  }

  private static long[] weights(Random random) {
    long[] weights = new long[256];
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      weights[random.nextInt(256)] = 1L + random.nextInt(1 << random.nextInt(1, 31));
    }
    return weights;
  }
}
