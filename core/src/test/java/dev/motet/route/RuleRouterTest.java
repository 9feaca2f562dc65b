package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.core.Inbound;
import dev.motet.core.Injectable;
import dev.motet.core.Outbound;
import dev.motet.core.Reply;
import dev.motet.core.Session;
import dev.motet.core.Sessions;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConn;
import dev.motet.json.ConfigException;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class RuleRouterTest {
  private final TestEnv env = new TestEnv();
  private final Sessions sessions = new Sessions();
  private final RuleRouter router = new RuleRouter(env.resources(), sessions, env.dns());
  private final Told reply = new Told();
  private final Pipe client = Pipe.create();
  private final Pipe remote = Pipe.create();
  private final Rules rules =
      new Rules()
          .outbound("out", Rules.tcp(_ -> remote.a()))
          .outbound("dead", Rules.both(_ -> failing(new DialException(Reason.TIMEOUT, "late"))))
          .outbound("odd", Rules.both(_ -> failing(new IOException("strange"))))
          .outbound(
              "bug",
              Rules.both(_ -> {
                throw new IllegalStateException("bug");
              }));

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void relaysAndCountsWhatTheDeciderSaid() throws Exception {
    rules("out", "[{\"port\": 80, \"outbound\": \"out\"}]");
    Session session = tcp("a.b", 80);
    var routed = Background.run(() -> router.route(session, client.b(), reply));

    write(client.a(), "hello");
    assertThat(read(remote.b(), 5)).isEqualTo("hello");
    write(remote.b(), "hi");
    assertThat(read(client.a(), 2)).isEqualTo("hi");
    assertThat(sessions.list()).containsExactly(session);
    client.a().closeWrite();
    remote.b().closeWrite();
    routed.get();

    assertThat(sessions.count()).isZero();
    assertThat(reply.calls).containsExactly("accepted");
    assertThat(session.counters().up().bytes()).isEqualTo(5);
    assertThat(session.counters().down().bytes()).isEqualTo(2);
    Session.Decision decision = session.decision();
    assertThat(decision.outbound()).isEqualTo("out");
    assertThat(decision.rule()).startsWith("route.rules[0] (rules.json:1:");
    assertThat(decision.snapshot()).isEqualTo(1);
  }

  @Test
  void theFirstRuleThatMatchesDecides() throws Exception {
    rules(
        "out",
        """
        [{"port": 1, "outbound": "odd"}, {"domain": "a.b", "outbound": "dead"},
         {"port": 80, "outbound": "out"}]\
        """);

    assertThat(refusal(tcp("a.b", 80))).isEqualTo("TIMEOUT late");
  }

  @Test
  void withoutAMatchTheDefaultOutboundDecides() throws Exception {
    rules("dead", "[]");
    Session session = tcp("a.b", 80);

    assertThat(refusal(session)).isEqualTo("TIMEOUT late");
    assertThat(session.decision().rule()).isEqualTo("final");
  }

  @Test
  void otherErrorsOfADialAreAFailure() throws Exception {
    rules("odd", "[]");

    assertThat(refusal(tcp("a.b", 80))).isEqualTo("FAILED strange");
  }

  @Test
  void aBugInAnOutboundEndsOnlyItsSession() throws Exception {
    rules("bug", "[]");

    assertThat(refusal(tcp("a.b", 80))).isEqualTo("FAILED unexpected error");
    assertThat(sessions.count()).isZero();
  }

  @Test
  void anUnknownOutboundIsTheSessionsError() throws Exception {
    rules("out", "[{\"outbound\": \"nowhere\"}]");

    assertThat(refusal(tcp("a.b", 80))).isEqualTo("UNSUPPORTED outbound not found: nowhere");
  }

  @Test
  void aNetworkThatTheOutboundLacksIsRefused() throws Exception {
    rules("out", "[{\"port\": 1, \"outbound\": \"out\"}]");

    assertThat(packetRefusal(udp("a.b", 1)))
        .isEqualTo("UNSUPPORTED UDP is not supported by outbound: out");
    assertThat(packetRefusal(udp("a.b", 2)))
        .isEqualTo("UNSUPPORTED UDP is not supported by default outbound: out");
  }

  @Test
  void rejectAnswersAndDropDoesNot() throws Exception {
    rules(
        "out",
        "[{\"port\": 1, \"action\": \"reject\"},"
            + "{\"port\": 2, \"action\": \"reject\", \"method\": \"drop\"}]");

    assertThat(refusal(tcp("a.b", 1))).startsWith("REJECTED rejected by route.rules[0] ");
    assertThat(refusal(tcp("a.b", 2))).startsWith("DROPPED dropped by route.rules[1] ");
  }

  @Test
  void clientsThatKeepComingBackAreDroppedUnlessTheRuleForbidsIt() throws Exception {
    rules(
        "out",
        "[{\"port\": 1, \"action\": \"reject\"},"
            + "{\"port\": 2, \"action\": \"reject\", \"no_drop\": true}]");
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      answers.add(refusal(tcp("a.b", 1)).substring(0, 7));
      assertThat(refusal(tcp("a.b", 2))).startsWith("REJECTED");
    }

    assertThat(answers.subList(0, 50)).containsOnly("REJECTE");
    assertThat(answers.getLast()).isEqualTo("DROPPED");
  }

  @Test
  void legacyMultiplexIsRefusedWithItsName() throws Exception {
    rules("out", "[]");

    assertThat(refusal(tcp("sp.mux.sing-box.arpa", 444))).contains("global multiplex");
    assertThat(refusal(tcp("v1.mux.cool", 444))).contains("v2ray legacy");
  }

  @Test
  void aCancelledSessionEndsBothSides() throws Exception {
    rules("out", "[]");
    Session session = tcp("a.b", 80);
    var routed = Background.run(() -> router.route(session, client.b(), reply));
    write(client.a(), "x");
    read(remote.b(), 1);

    sessions.cancel(s -> s == session, new IOException("cut by the operator"));
    routed.get();

    assertThat(Background.call(() -> read(client.a(), 1)).failure())
        .isInstanceOf(IOException.class);
    assertThat(Background.call(() -> read(remote.b(), 1)).failure())
        .isInstanceOf(IOException.class);
  }

  @Test
  void aDetourHandsTheConnectionToTheOtherInbound() throws Exception {
    List<String> served = new CopyOnWriteArrayList<>();
    Injectable target =
        new Target(conn -> served.add(conn.remoteAddress().getPort() + " " + read(conn, 5)));
    rules.inbound("other", target).detour("in", "other");
    rules("dead", "[]");
    write(client.a(), "hello");

    router.route(tcp("a.b", 80), client.b(), reply);

    assertThat(served).containsExactly("50000 hello");
    assertThat(reply.calls).containsExactly("accepted");
  }

  @Test
  void aDetourThatCannotServeIsToldInTheLogAndEnds() throws Exception {
    rules.inbound("plain", new Plain()).inbound("in", new Plain());
    rules.detour("in", "nowhere").detour("a", "plain").detour("b", "c").detour("c", "b");
    rules.inbound("b", new Plain()).inbound("c", new Plain());
    rules("out", "[]");

    assertThat(end("in")).isEqualTo("closed");
    assertThat(end("a")).isEqualTo("closed");
    assertThat(end("b")).isEqualTo("closed");
    assertThat(packetRefusal(udp("a.b", 1)))
        .isEqualTo("UNSUPPORTED inbound detour not found: nowhere");
  }

  @Test
  void aSwapUnderLoadNeverMixesRulesOfTwoSnapshots() throws Exception {
    // snapshot n: port 1 goes to outbound n % 2, whose errors say which one it is
    Rules two =
        new Rules()
            .outbound("0", Rules.tcp(_ -> failing(new DialException(Reason.FAILED, "0"))))
            .outbound("1", Rules.tcp(_ -> failing(new DialException(Reason.FAILED, "1"))));
    Snapshot[] snapshots = {
      two.snapshot(0, "0", "[{\"port\": 1, \"outbound\": \"0\"}]"),
      two.snapshot(1, "1", "[{\"port\": 1, \"outbound\": \"1\"}]")
    };
    router.swap(snapshots[0]);
    AtomicInteger running = new AtomicInteger(4);
    List<Background<Void>> load = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      load.add(
          Background.run(() -> {
            try {
              for (int n = 0; n < 2_000; n++) {
                Told told = new Told();
                Session session = tcp("a.b", 1 + n % 2);
                router.route(session, Pipe.create().a(), told);
                assertThat(told.calls).containsExactly("FAILED " + session.decision().snapshot());
              }
            } finally {
              running.decrementAndGet();
            }
          }));
    }
    for (int n = 0; running.get() > 0; n++) {
      router.swap(snapshots[n % 2]);
      Thread.yield();
    }
    for (Background<Void> one : load) {
      one.get();
    }
  }

  @Test
  void anOutboundThatClosedMeanwhileIsLookedUpAgain() throws Exception {
    Snapshot newer = rules.snapshot(2, "odd", "[]");
    rules.outbound(
        "old",
        new Replaced(() -> {
          rules.component("old").release();
          router.swap(newer);
        }));
    rules("old", "[]");
    Session session = tcp("a.b", 80);

    assertThat(refusal(session)).isEqualTo("FAILED strange");
    assertThat(session.decision().snapshot()).isEqualTo(2);
  }

  @Test
  void aSessionOfAnInstanceThatClosedIsRefused() throws Exception {
    rules("dead", "[]");
    rules.component("dead").release();

    assertThat(refusal(tcp("a.b", 80))).isEqualTo("FAILED the instance closes");
  }

  private void rules(String fallback, String text) throws ConfigException {
    router.swap(rules.snapshot(1, fallback, text));
  }

  private String refusal(Session session) {
    Told told = new Told();
    router.route(session, Pipe.create().a(), told);
    return String.join(",", told.calls);
  }

  private String packetRefusal(Session session) {
    Told told = new Told();
    router.route(session, PacketPipe.create().a(), told);
    return String.join(",", told.calls);
  }

  private String end(String inbound) throws Exception {
    Pipe pipe = Pipe.create();
    router.route(
        Rules.session(inbound, Network.TCP, "127.0.0.1", "a.b", 80, null), pipe.b(), Reply.NONE);
    return Background.call(() -> pipe.a().read(Buffer.allocate(10))).get() == -1
        ? "closed"
        : "open";
  }

  private static Session tcp(String host, int port) {
    return Rules.session(Network.TCP, host, port);
  }

  private static Session udp(String host, int port) {
    return Rules.session(Network.UDP, host, port);
  }

  private static Conn failing(IOException e) throws IOException {
    throw e;
  }

  private static void write(Conn conn, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Buffer buffer = Buffer.allocate(bytes.length);
    buffer.append(bytes, 0, bytes.length);
    conn.write(buffer);
  }

  private static String read(Conn conn, int length) throws IOException {
    Buffer buffer = Buffer.allocate(length + Buffer.TAIL_ROOM);
    while (buffer.length() < length) {
      if (conn.read(buffer) < 0) {
        throw new IOException("end of stream");
      }
    }
    return new String(buffer.array, buffer.from, buffer.length(), StandardCharsets.UTF_8);
  }

  private static class Plain implements Inbound {
    @Override
    public void stopAccepting() {}
  }

  /// What is done with an accepted connection.
  private interface Serving {
    void serve(SocketConn conn) throws IOException;
  }

  private static final class Target extends Plain implements Injectable {
    private final Serving serving;

    Target(Serving serving) {
      this.serving = serving;
    }

    @Override
    public void serve(SocketConn conn) throws IOException {
      serving.serve(conn);
    }
  }

  /// An outbound that a reload replaces right when it was chosen.
  private record Replaced(Runnable reload) implements Outbound {
    @Override
    public Set<Network> networks() {
      reload.run();
      return Set.of(Network.TCP);
    }

    @Override
    public Conn dial(DialRequest request) throws IOException {
      throw new IOException("dialled after its end");
    }

    @Override
    public PacketConn bind(DialRequest request) throws IOException {
      throw new IOException("dialled after its end");
    }
  }
}
