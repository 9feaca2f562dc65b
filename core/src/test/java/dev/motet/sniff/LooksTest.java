package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Prefetch;
import org.junit.jupiter.api.Test;

class LooksTest {
  @Test
  void looksAtWhateverComesAtFirst() {
    Looks looks = new Looks();
    for (int bytes = 1000; bytes < 1064; bytes++) {
      assertThat(looks.due(bytes)).isTrue();
    }
    assertThat(looks.due(1064)).isFalse();
    assertThat(looks.due(1129)).isFalse();
    assertThat(looks.due(1130)).isTrue();
    assertThat(looks.due(1131)).isFalse();
  }

  @Test
  void bytesThatComeOneByOneAreReadAFewTimesEach() {
    for (int start : new int[] {1, 8_000, 16_000}) {
      Looks looks = new Looks();
      long read = 0;
      for (int bytes = start; bytes <= Prefetch.MAX_BYTES; bytes++) {
        read += looks.due(bytes) ? bytes : 0;
      }
      assertThat(read).isLessThan(85L * Prefetch.MAX_BYTES);
    }
  }
}
