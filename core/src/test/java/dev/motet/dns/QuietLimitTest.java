package dev.motet.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.VirtualTimeouts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When a client that asks nothing is ended, and when not.
class QuietLimitTest {
  private static final Duration LIMIT = QuietLimit.LIMIT;
  private static final Duration INSTANT = Duration.ofNanos(1);

  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void whoAsksNothingIsEndedOnce() {
    try (QuietLimit limit = new QuietLimit(clock, quiet -> asked.incrementAndGet() > 0)) {
      clock.advance(LIMIT.minus(INSTANT));
      assertThat(asked).hasValue(0);
      clock.advance(INSTANT);
      assertThat(asked).hasValue(1);
      assertThat(limit.isOver()).isTrue();
      clock.advance(LIMIT.multipliedBy(3));
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void whoseQueriesWaitToBeReceivedGoesOn() {
    try (QuietLimit limit = new QuietLimit(clock, quiet -> asked.incrementAndGet() == 2)) {
      clock.advance(LIMIT);
      assertThat(asked).hasValue(1);
      assertThat(limit.isOver()).isFalse();
      limit.touch();
      clock.advance(LIMIT);
      assertThat(asked).as("asked again").hasValue(2);
      assertThat(limit.isOver()).isTrue();
    }
  }

  @Test
  void whoWaitsForAnAnswerIsNotQuiet() {
    try (QuietLimit limit = new QuietLimit(clock, quiet -> asked.incrementAndGet() > 0)) {
      limit.begins();
      clock.advance(LIMIT.multipliedBy(2));
      assertThat(asked).hasValue(0);
      limit.ends();
      clock.advance(LIMIT.minus(INSTANT));
      assertThat(asked).hasValue(0);
      clock.advance(LIMIT);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aQueryThatComesJustNowIsSeen() {
    QuietLimit[] self = new QuietLimit[1];
    try (QuietLimit limit =
        new QuietLimit(
            clock,
            quiet -> {
              assertThat(quiet.getAsBoolean()).isTrue();
              self[0].begins();
              assertThat(quiet.getAsBoolean()).as("a query waits").isFalse();
              self[0].ends();
              assertThat(quiet.getAsBoolean()).as("one was answered").isFalse();
              asked.incrementAndGet();
              return false;
            })) {
      self[0] = limit;
      clock.advance(LIMIT);
      assertThat(asked).hasValue(1);
    }
  }
}
