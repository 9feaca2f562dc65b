package dev.motet.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.testkit.Background;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final VirtualTimeouts timeouts = new VirtualTimeouts();
  private final Sessions sessions = new Sessions();

  @Test
  void waitsUntilTheLastSessionEnded() throws Exception {
    Session one = begin("in");
    Session two = begin("in");
    var waiting = Background.call(() -> sessions.awaitNone(Duration.ofSeconds(10), timeouts));
    waiting.awaitBlocked();

    sessions.ended(one);
    waiting.awaitBlocked();
    sessions.ended(two);

    assertThat(waiting.get()).isTrue();
    assertThat(timeouts.scheduled()).as("no timer is left").isZero();
  }

  @Test
  void waitsNoLongerThanTheLimit() throws Exception {
    begin("in");
    var waiting = Background.call(() -> sessions.awaitNone(Duration.ofSeconds(10), timeouts));
    timeouts.awaitScheduled(1);

    timeouts.advance(Duration.ofMillis(9_999));
    waiting.awaitBlocked();
    timeouts.advance(Duration.ofMillis(1));

    assertThat(waiting.get()).isFalse();
  }

  @Test
  void doesNotWaitWhenThereIsNone() throws Exception {
    assertThat(sessions.awaitNone(Duration.ofDays(1), timeouts)).isTrue();
  }

  @Test
  void cutsOnlyWhatIsAskedFor() {
    List<String> cut = new ArrayList<>();
    begin("a").onCancel(reason -> cut.add("a " + reason.getMessage()));
    begin("b").onCancel(reason -> cut.add("b " + reason.getMessage()));

    int count =
        sessions.cancel(s -> s.facts().inbound().equals("b"), new IOException("the user left"));

    assertThat(count).isEqualTo(1);
    assertThat(cut).containsExactly("b the user left");
    assertThat(sessions.count()).isEqualTo(2);
  }

  @Test
  void aCancelBeforeTheHandleIsSetIsNotLost() {
    List<IOException> cut = new ArrayList<>();
    Session session = begin("in");
    IOException reason = new IOException("early");

    session.cancel(reason);
    session.onCancel(cut::add);

    assertThat(cut).containsExactly(reason);
  }

  private Session begin(String inbound) {
    Session session =
        new Session(
            new Session.Facts(
                1, inbound, "test", Network.TCP, null, Destination.of("a.b", 80), null),
            0);
    sessions.began(session);
    return session;
  }
}
