package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.DialException;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// When members are tested.
@ExtendWith(LeakCheck.class)
class TestLoopTest {
  private final GroupFixture the = new GroupFixture();
  private final AtomicInteger rounds = new AtomicInteger();
  private TestLoop loop = loop();

  @AfterEach
  void close() {
    loop.close();
    the.close();
  }

  private TestLoop loop() {
    Members members = new Members(the.env, the.options());
    return new TestLoop(
        the.env, GroupFixture.TEST, members, the.history(), rounds::incrementAndGet);
  }

  private void awaitRounds(int count) {
    Background.until(() -> rounds.get() >= count);
    assertThat(rounds).hasValue(count);
  }

  private void expectTries(int count) {
    assertThat(the.fakes.values()).extracting(FakeOutbound::tries).containsOnly(count);
  }

  @Test
  void testsAllOnceAtTheStart() {
    loop.used();
    assertThat(the.clock.scheduled()).as("not before the start").isZero();
    loop.start();
    awaitRounds(1);
    expectTries(1);
    assertThat(the.a.requests().getFirst().to()).hasToString("t.test:80");
    assertThat(the.a.requests().getFirst().session()).isNull();
    assertThat(loop.delay(the.named("a"))).isNotNull();
    assertThat(the.clock.scheduled()).as("nobody uses it").isZero();
  }

  @Test
  void testsInAnIntervalWhileItIsUsed() {
    loop.start();
    awaitRounds(1);
    loop.used();
    the.clock.advance(GroupFixture.INTERVAL.minusNanos(1));
    assertThat(rounds).hasValue(1);
    the.clock.advance(Duration.ofNanos(1));
    awaitRounds(2);
    the.clock.advance(GroupFixture.INTERVAL);
    awaitRounds(3);
    expectTries(3);
  }

  @Test
  void stopsWhenNobodyUsesItAndBeginsAgainAtTheNextUse() {
    loop.start();
    awaitRounds(1);
    loop.used();
    for (int i = 1; i <= 10; i++) {
      the.clock.advance(GroupFixture.INTERVAL);
      awaitRounds(1 + i); // the last one after 30 minutes
    }
    the.clock.advance(GroupFixture.INTERVAL);
    assertThat(the.clock.scheduled()).isZero();
    the.clock.advance(Duration.ofDays(1));
    assertThat(rounds).hasValue(11);

    loop.used();
    awaitRounds(12);
    loop.used();
    the.clock.advance(GroupFixture.INTERVAL);
    awaitRounds(13);
  }

  @Test
  void aUseSoonAfterTheStartTestsNothing() {
    loop.start();
    awaitRounds(1);
    the.clock.advance(GroupFixture.INTERVAL.dividedBy(2));
    loop.used();
    loop.used();
    assertThat(the.clock.scheduled()).isEqualTo(1);
    expectTries(1);
  }

  /// What an earlier component of the tag knows need not be found out again.
  @Test
  void skipsWhoWasTestedWithinTheInterval() {
    the.delay("b", 10);
    the.clock.advance(GroupFixture.INTERVAL.dividedBy(2));
    loop.start();
    awaitRounds(1);
    assertThat(the.a.tries()).isEqualTo(1);
    assertThat(the.b.tries()).isZero();
    assertThat(loop.delay(the.named("b")).millis()).isEqualTo(10);
  }

  @Test
  void aChangeOfTheNetworkTestsAllAtOnce() {
    loop.networkChanged();
    expectTries(0);
    loop.start();
    awaitRounds(1);
    loop.networkChanged();
    awaitRounds(2);
    expectTries(2);
  }

  @Test
  void aChangeInTheMiddleOfTestsMakesThemBeginAgain() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    the.a.does(_ -> await(hold));
    loop.start();
    Background.until(() -> the.a.tries() == 1);
    loop.networkChanged();
    loop.networkChanged();
    hold.countDown();
    awaitRounds(2);
    expectTries(2);
  }

  @Test
  void aFailureForgetsTheDelay() {
    the.delay("a", 10);
    the.a.fails();
    loop.start();
    awaitRounds(1);
    loop.networkChanged();
    awaitRounds(2);
    assertThat(loop.delay(the.named("a"))).isNull();
    assertThat(the.history().isFailing(the.named("a"))).isTrue();
    assertThat(loop.delay(the.named("b"))).isNotNull();
  }

  @Test
  void testsTenAtATime() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    for (int i = 0; i < 20; i++) {
      the.fake("m" + i);
    }
    the.fakes.values().forEach(fake -> fake.does(_ -> await(hold)));
    loop = loop();
    loop.start();
    Background.until(() -> tries() == TestLoop.AT_ONCE);
    the.clock.awaitScheduled(TestLoop.AT_ONCE);
    assertThat(tries()).isEqualTo(10);
    hold.countDown();
    awaitRounds(1);
    expectTries(1);
  }

  private int tries() {
    return the.fakes.values().stream().mapToInt(FakeOutbound::tries).sum();
  }

  /// A member that never answers fails after 15 s and holds nobody up.
  @Test
  void aTestTakesFifteenSecondsAtMost() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    the.delay("a", 10);
    the.clock.advance(GroupFixture.INTERVAL);
    the.a.does(_ -> await(hold));
    loop.start();
    Background.until(() -> the.a.tries() == 1 && loop.delay(the.named("c")) != null);
    the.clock.advance(Duration.ofSeconds(15).minusNanos(1));
    assertThat(rounds).hasValue(0);
    the.clock.advance(Duration.ofNanos(1));
    awaitRounds(1);
    assertThat(the.history().isFailing(the.named("a"))).isTrue();
    hold.countDown();
  }

  @Test
  void aCloseEndsTests() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    the.a.does(_ -> await(hold));
    loop.start();
    Background.until(() -> the.a.tries() == 1);
    loop.used();
    loop.close();
    awaitRounds(1);
    assertThat(the.clock.scheduled()).isZero();
    loop.networkChanged();
    loop.used();
    hold.countDown();
    assertThat(the.clock.scheduled()).isZero();
  }

  /// After a reload the new component tests, and the one that sessions still use does not.
  @Test
  void onlyTheLastComponentOfATagTests() {
    loop.start();
    awaitRounds(1);
    loop.used();
    TestLoop next = loop();
    next.start();
    awaitRounds(2);
    the.clock.advance(GroupFixture.INTERVAL);
    assertThat(rounds).as("the old one ticks in vain, nobody uses the new one").hasValue(2);
    next.close();
    the.clock.advance(GroupFixture.INTERVAL);
    awaitRounds(3);
  }

  private static void await(CountDownLatch hold) throws DialException {
    try {
      hold.await();
    } catch (InterruptedException e) {
      throw new DialException(DialException.Reason.FAILED, "interrupted", e);
    }
  }
}
