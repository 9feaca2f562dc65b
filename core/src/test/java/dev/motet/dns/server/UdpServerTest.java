package dev.motet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.dns.message.Edns;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.Wires;
import dev.motet.io.DialException;
import dev.motet.option.DialOptions;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class UdpServerTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(clock);
  private final Upstream upstream = new Upstream();
  private final UdpServer server =
      new UdpServer(env, new RemoteServerOptions(upstream.address(), DialOptions.DEFAULT));

  @AfterEach
  void close() {
    server.close();
    upstream.close();
    env.close();
  }

  private static Message query(String name) {
    return Wires.query(name, RecordTypes.A).withEdns(Edns.PLAIN);
  }

  private static Message answer(Message query) {
    return Wires.answer(query, Rcode.NOERROR, query.question().name().text() + " 60 A 192.0.2.1");
  }

  @Test
  void manyQueriesShareASocketAndGetTheirOwnAnswers() throws Exception {
    upstream.answering(UdpServerTest::answer);

    List<Background<Message>> calls =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(i -> Background.call(() -> server.exchange(query("n" + i + ".test"))))
            .toList();

    for (int i = 0; i < 100; i++) {
      assertThat(calls.get(i).get().answers()).hasToString("[n" + i + ".test. 60 IN A 192.0.2.1]");
    }
    assertThat(upstream.ports()).hasSize(1);
    assertThat(upstream.asked().stream().map(Message::id).distinct().count())
        .as("ids nobody can guess")
        .isGreaterThan(90);
  }

  @Test
  void asksAgainWhenNothingComesBack() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    upstream.overUdp(q -> seen.incrementAndGet() < 3 ? List.of() : List.of(answer(q)));
    var call = Background.call(() -> server.exchange(query("a.test")));

    await(1);
    clock.advance(Duration.ofMillis(999));
    assertThat(upstream.asked()).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    await(2);
    clock.advance(Duration.ofSeconds(2));

    assertThat(call.get().rcode()).isZero();
    assertThat(upstream.asked()).hasSize(3);
    assertThat(upstream.asked().stream().map(Message::id).distinct())
        .as("the same query again, so that any of its answers will do")
        .hasSize(1);
  }

  @Test
  void givesUpAfterTenSecondsAndTakesAnotherSocketThen() throws Exception {
    var call = Background.call(() -> server.exchange(query("a.test")));
    for (int sent = 1; sent <= 4; sent++) {
      await(sent);
      clock.advance(Duration.ofSeconds(sent));
    }

    assertThat(call.failure())
        .hasMessage("no answer from " + upstream.address())
        .extracting(e -> ((DialException) e).reason())
        .isEqualTo(DialException.Reason.TIMEOUT);

    upstream.answering(UdpServerTest::answer);
    server.exchange(query("b.test"));
    assertThat(upstream.ports()).hasSize(2);
  }

  @Test
  void takesNoAnswerThatDoesNotMatch() throws Exception {
    upstream.overUdp(q ->
        List.of(
            answer(q).withId(q.id() ^ 1),
            answer(query("other.test").withId(q.id())),
            q,
            answer(Wires.query("a.test", RecordTypes.AAAA).withId(q.id())),
            Wires.answer(q, Rcode.NOERROR, "a.test. 60 A 192.0.2.77")));

    assertThat(server.exchange(query("a.test")).answers())
        .hasToString("[a.test. 60 IN A 192.0.2.77]");
  }

  @Test
  void takesNoAnswerFromAnyoneElse() throws Exception {
    var call = Background.call(() -> server.exchange(query("a.test")));
    await(1);
    Message asked = upstream.asked().getFirst();
    byte[] forged = Wires.answer(asked, Rcode.NOERROR, "a.test. 60 A 192.0.2.66").write();
    int port = upstream.ports().iterator().next();
    try (DatagramSocket stranger = new DatagramSocket()) {
      InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
      stranger.send(new DatagramPacket(forged, forged.length, loopback, port));
    }
    upstream.answering(UdpServerTest::answer);
    clock.awaitScheduled(1);
    clock.advance(Duration.ofSeconds(1));

    assertThat(call.get().answers()).hasToString("[a.test. 60 IN A 192.0.2.1]");
  }

  @Test
  void whatIsTruncatedIsAskedOverTcp() throws Exception {
    upstream
        .overUdp(q -> List.of(answer(q).withFlags(0x8380)))
        .overTcp(q -> List.of(Wires.answer(q, Rcode.NOERROR, "a.test. 60 A 192.0.2.9")));

    assertThat(server.exchange(query("a.test")).answers())
        .hasToString("[a.test. 60 IN A 192.0.2.9]");
    assertThat(upstream.askedOverTcp()).hasSize(1);
  }

  @Test
  void aTruncatedAnswerIsBetterThanNone() throws Exception {
    upstream.overUdp(q -> List.of(answer(q).withFlags(0x8380)));
    var call = Background.call(() -> server.exchange(query("a.test")));
    Background.until(() -> upstream.connections() == 1);
    upstream.hangUp();

    assertThat(call.get().has(Message.TRUNCATED)).isTrue();
  }

  @Test
  void aServerWithoutEdnsIsAskedWithout() throws Exception {
    upstream.answering(
        q -> q.edns() == null ? answer(q) : Wires.answer(q.withEdns(null), Rcode.FORMERR));

    assertThat(server.exchange(query("a.test")).rcode()).isZero();
    assertThat(upstream.asked()).hasSize(2);
  }

  @Test
  void aPortServesForALimitedTime() throws Exception {
    upstream.answering(UdpServerTest::answer);
    server.exchange(query("a.test"));
    clock.advance(Duration.ofMillis(14_999));
    server.exchange(query("a.test"));
    assertThat(upstream.ports()).hasSize(1);
    clock.advance(Duration.ofMillis(15_001));
    server.exchange(query("a.test"));
    assertThat(upstream.ports()).hasSize(2);
  }

  @Test
  void aQuietSocketCloses() throws Exception {
    upstream.answering(UdpServerTest::answer);
    server.exchange(query("a.test"));

    clock.advance(LineKeeper.QUIET);
    assertThat(clock.scheduled()).as("it is looked at again").isEqualTo(1);
    clock.advance(LineKeeper.QUIET);
    assertThat(clock.scheduled()).as("nothing is open").isZero();

    assertThat(server.exchange(query("a.test")).rcode()).isZero();
    assertThat(upstream.ports()).hasSize(2);
  }

  @Test
  void anotherNetworkMeansAnotherSocket() throws Exception {
    var call = Background.call(() -> server.exchange(query("a.test")));
    await(1);
    upstream.answering(UdpServerTest::answer);

    server.networkChanged();

    assertThat(call.get().rcode()).as("asked again at once").isZero();
    assertThat(upstream.ports()).hasSize(2);
  }

  @Test
  void closingEndsQueriesUnderWay() throws Exception {
    var call = Background.call(() -> server.exchange(query("a.test")));
    await(1);

    server.close();

    assertThat(call.failure()).hasMessage("the DNS server was closed");
  }

  private void await(int sent) {
    Background.until(() -> upstream.asked().size() == sent);
    clock.awaitScheduled(2); // the query's wait, the look at the socket
  }
}
