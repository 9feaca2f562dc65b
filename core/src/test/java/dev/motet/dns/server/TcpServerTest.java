package dev.motet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.Wires;
import dev.motet.option.DialOptions;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class TcpServerTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(clock);
  private final Upstream upstream = new Upstream();
  private final TcpServer server =
      new TcpServer(env, new RemoteServerOptions(upstream.address(), DialOptions.DEFAULT));

  @AfterEach
  void close() {
    server.close();
    upstream.close();
    env.close();
  }

  private static Message query(String name) {
    return Wires.query(name, RecordTypes.A);
  }

  private static Message answer(Message query) {
    return Wires.answer(query, Rcode.NOERROR, query.question().name().text() + " 60 A 192.0.2.1");
  }

  @Test
  void queriesShareAConnectionAndAnswersComeInAnyOrder() throws Exception {
    List<Message> held = new ArrayList<>();
    upstream.overTcp(q -> {
      held.add(answer(q));
      return held.size() < 3 ? List.of() : held.reversed();
    });

    var calls =
        List.of("a", "b", "c").stream()
            .map(name -> Background.call(() -> server.exchange(query(name))))
            .toList();

    for (int i = 0; i < 3; i++) {
      assertThat(calls.get(i).get().answers())
          .hasToString("[" + "abc".charAt(i) + ". 60 IN A 192.0.2.1]");
    }
    assertThat(upstream.connections()).isEqualTo(1);
  }

  @Test
  void aConnectionThatTheServerClosedInBetweenIsReplaced() throws Exception {
    upstream.answering(TcpServerTest::answer).closingAfterAnswer();

    for (int i = 0; i < 5; i++) {
      assertThat(server.exchange(query("a")).rcode()).isZero();
    }
  }

  @Test
  void aServerThatNeverAnswersIsNotAskedForever() throws Exception {
    var call = Background.call(() -> server.exchange(query("a")));
    Background.until(() -> upstream.askedOverTcp().size() == 1);
    upstream.hangUp();

    assertThat(call.failure()).hasMessage("the connection to the DNS server was closed");
    assertThat(upstream.connections()).isEqualTo(1);
  }

  @Test
  void aSilentConnectionIsReplacedAfterTenSeconds() throws Exception {
    var call = Background.call(() -> server.exchange(query("a")));
    Background.until(() -> upstream.askedOverTcp().size() == 1);
    clock.awaitScheduled(2);
    clock.advance(Duration.ofSeconds(10));
    assertThat(call.failure()).hasMessage("no answer within 10 s");

    upstream.answering(TcpServerTest::answer);
    assertThat(server.exchange(query("a")).rcode()).isZero();
    assertThat(upstream.connections()).isEqualTo(2);
  }

  @Test
  void aQuietConnectionCloses() throws Exception {
    upstream.answering(TcpServerTest::answer);
    server.exchange(query("a"));

    clock.advance(LineKeeper.QUIET.multipliedBy(2));

    server.exchange(query("a"));
    assertThat(upstream.connections()).isEqualTo(2);
  }
}
