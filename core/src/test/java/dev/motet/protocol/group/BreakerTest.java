package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.protocol.group.Breaker.Pass;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Three failures within 30 s open it for a minute.
class BreakerTest {
  private final Breaker breaker = new Breaker(GroupFixture.BREAKER);
  private long now = 1_000;

  @Test
  void opensAfterFailuresInARow() {
    assertThat(fails(Pass.FREE)).isFalse();
    assertThat(fails(Pass.FREE)).isFalse();
    assertThat(breaker.admits(now)).isTrue();
    assertThat(fails(Pass.FREE)).isTrue();
    assertThat(breaker.admits(now)).isFalse();
    assertThat(breaker.enter(now)).isEqualTo(Pass.NONE);
    assertThat(breaker.nanosLeft(now)).isEqualTo(Duration.ofMinutes(1).toNanos());
  }

  @Test
  void aSuccessBetweenThemBeginsTheCountAnew() {
    fails(Pass.FREE);
    fails(Pass.FREE);
    breaker.succeeded();
    assertThat(fails(Pass.FREE)).isFalse();
    assertThat(fails(Pass.FREE)).isFalse();
    assertThat(fails(Pass.FREE)).isTrue();
  }

  @Test
  void failuresFarApartDoNotOpenIt() {
    for (int i = 0; i < 20; i++) {
      assertThat(fails(Pass.FREE)).isFalse();
      pass(Duration.ofSeconds(16));
    }
    fails(Pass.FREE);
    assertThat(fails(Pass.FREE)).as("the third within 30 s").isTrue();
  }

  @Test
  void letsOneProbeThroughAfterItsTime() {
    open();
    pass(Duration.ofMinutes(1).minusNanos(1));
    assertThat(breaker.enter(now)).isEqualTo(Pass.NONE);
    pass(Duration.ofNanos(1));
    assertThat(breaker.admits(now)).isTrue();
    assertThat(breaker.enter(now)).isEqualTo(Pass.PROBE);
    assertThat(breaker.admits(now)).isFalse();
    assertThat(breaker.enter(now)).isEqualTo(Pass.NONE);
  }

  @Test
  void aProbeThatSucceedsClosesIt() {
    probe();
    breaker.succeeded();
    assertThat(breaker.enter(now)).isEqualTo(Pass.FREE);
    assertThat(fails(Pass.FREE)).as("the count is new").isFalse();
  }

  @Test
  void aProbeThatFailsOpensItForTheWholeTime() {
    probe();
    pass(Duration.ofSeconds(5));
    assertThat(fails(Pass.PROBE)).isTrue();
    pass(Duration.ofSeconds(59));
    assertThat(breaker.enter(now)).isEqualTo(Pass.NONE);
    pass(Duration.ofSeconds(1));
    assertThat(breaker.enter(now)).isEqualTo(Pass.PROBE);
  }

  @Test
  void aProbeThatShowsNothingMakesRoomForAnother() {
    probe();
    breaker.undecided(Pass.PROBE);
    assertThat(breaker.enter(now)).isEqualTo(Pass.PROBE);
  }

  @Test
  void whatBeganBeforeItOpenedDoesNotProlongIt() {
    open();
    pass(Duration.ofSeconds(50));
    assertThat(fails(Pass.FREE)).isFalse();
    assertThat(fails(Pass.NONE)).isFalse();
    breaker.undecided(Pass.FREE);
    pass(Duration.ofSeconds(10));
    assertThat(breaker.enter(now)).isEqualTo(Pass.PROBE);
    assertThat(fails(Pass.FREE)).as("another's failure is not the probe's").isFalse();
    assertThat(breaker.enter(now)).as("the probe is still under way").isEqualTo(Pass.NONE);
  }

  @Test
  void withoutOptionsItNeverOpens() {
    Breaker never = new Breaker(null);
    for (int i = 0; i < 1000; i++) {
      assertThat(never.enter(now)).isEqualTo(Pass.FREE);
      assertThat(never.failed(Pass.FREE, now)).isFalse();
    }
    assertThat(never.admits(now)).isTrue();
    assertThat(never.nanosLeft(now)).isZero();
  }

  private boolean fails(Pass pass) {
    return breaker.failed(pass, now);
  }

  private void open() {
    for (int i = 0; i < 3; i++) {
      fails(Pass.FREE);
    }
  }

  private void probe() {
    open();
    pass(Duration.ofMinutes(1));
    assertThat(breaker.enter(now)).isEqualTo(Pass.PROBE);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
