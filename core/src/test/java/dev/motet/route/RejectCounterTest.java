package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RejectCounterTest {
  private final RejectCounter counter = new RejectCounter();

  @Test
  void fiftyHitsAreAnsweredAndTheNextIsNot() {
    for (int i = 0; i < 50; i++) {
      assertThat(counter.tooMany(i)).as("hit %d", i + 1).isFalse();
    }
    assertThat(counter.tooMany(50)).isTrue();
    assertThat(counter.tooMany(51)).isTrue();
  }

  @Test
  void hitsOlderThanThirtySecondsDoNotCount() {
    for (int i = 0; i < 51; i++) {
      counter.tooMany(0);
    }
    assertThat(counter.tooMany(Duration.ofSeconds(30).toNanos() - 1)).isTrue();
    assertThat(counter.tooMany(Duration.ofSeconds(30).toNanos())).isFalse();
  }

  @Test
  void aSlowStreamOfHitsIsAlwaysAnswered() {
    for (int i = 0; i < 1000; i++) {
      assertThat(counter.tooMany(Duration.ofMillis(600L * i).toNanos())).isFalse();
    }
  }
}
