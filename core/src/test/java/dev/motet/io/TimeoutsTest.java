package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Pipe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The timer of an instance.
@ExtendWith(LeakCheck.class)
class TimeoutsTest {
  private final Timeouts timeouts = Timeouts.system();

  @AfterEach
  void close() {
    timeouts.close();
  }

  @Test
  void runsTasksInTheOrderOfTheirTimesUnlessStopped() throws Exception {
    List<String> ran = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    timeouts.after(
        Duration.ofMillis(60),
        () -> {
          ran.add("later");
          done.countDown();
        });
    timeouts.after(Duration.ofMillis(10), () -> ran.add("soon"));
    Timeouts.Timeout stopped = timeouts.after(Duration.ofMillis(20), () -> ran.add("never"));
    stopped.close();
    stopped.close();
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly("soon", "later");
  }

  @Test
  void aTaskThatFailsDoesNotStopTheTimer() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    timeouts.after(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("bug");
        });
    timeouts.after(Duration.ofMillis(5), done::countDown);
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aTimeoutIsAnAbortWithAReason() throws Exception {
    Conn conn = Pipe.create().a();
    DialException reason = new DialException(DialException.Reason.TIMEOUT, "handshake took 15 s");
    Background<Integer> reading = Background.call(() -> conn.read(Buffer.allocate(1)));
    try (Timeouts.Timeout _ = timeouts.abort(conn, Duration.ofMillis(10), () -> reason)) {
      assertThat(reading.failure()).isSameAs(reason);
    }
  }

  @Test
  void timeMovesForward() {
    long before = timeouts.nanoTime();
    assertThat(timeouts.nanoTime() - before).isNotNegative();
  }
}
