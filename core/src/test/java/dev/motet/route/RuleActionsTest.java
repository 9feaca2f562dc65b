package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.core.Session;
import dev.motet.core.Sessions;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.json.ConfigException;
import dev.motet.option.DomainStrategy;
import dev.motet.option.LegacyInboundOptions;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Listen;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the actions of rules do to streams (inventory RA-1 to RA-7, SH-3).
@ExtendWith(LeakCheck.class)
class RuleActionsTest {
  private static final String HTTP = "GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n";

  private final TestEnv env =
      new TestEnv()
          .name("two.test", InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("8.8.8.8"));
  private final RuleRouter router = new RuleRouter(env.resources(), new Sessions(), env.dns());
  private final Told reply = new Told();
  private final Pipe client = Pipe.create();
  private final Asked a = new Asked(false);
  private final Asked b = new Asked(true);
  private final Asked dead = new Asked(false, "10.0.0.1");
  private final Rules rules = new Rules().outbound("a", a).outbound("b", b).outbound("dead", dead);

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void aSniffedProtocolAndDomainDecide() throws Exception {
    rules(
        """
        [{"action": "sniff"},
         {"protocol": "http", "domain": "www.example.org", "outbound": "a"}]\
        """);
    Session session = session("1.2.3.4", 80);
    var routed = Background.run(() -> router.route(session, client.b(), reply));

    Background.until(() -> !reply.calls.isEmpty());
    assertThat(reply.calls)
        .as("the client is answered before it is looked at")
        .containsExactly("accepted");
    write(client.a(), HTTP);
    assertThat(read(a.remote.b(), HTTP.length())).isEqualTo(HTTP);
    end(a);
    routed.get();

    assertThat(a.destinations()).containsExactly("1.2.3.4:80");
    assertThat(session.findings()).isEqualTo(new Session.Findings("http", "www.example.org", null));
  }

  @Test
  void aClientThatSaysNothingIsNotWaitedForLong() throws Exception {
    rules(
        "[{\"action\": \"sniff\", \"timeout\": \"1ms\"}, {\"protocol\": \"http\", \"outbound\": \"dead\"}]");
    var routed = Background.run(() -> router.route(session("1.2.3.4", 80), client.b(), reply));
    write(b.remote.b(), "hi");

    assertThat(read(client.a(), 2)).isEqualTo("hi");
    end(b);
    routed.get();
    assertThat(b.destinations()).containsExactly("1.2.3.4:80");
  }

  @Test
  void whereTheServerSpeaksFirstNothingIsSniffed() throws Exception {
    rules("[{\"action\": \"sniff\"}, {\"outbound\": \"nowhere\"}]");

    router.route(session("1.2.3.4", 25), client.b(), reply);

    assertThat(reply.calls).containsExactly("UNSUPPORTED outbound not found: nowhere");
  }

  @Test
  void aClientThatGoesAwayWhileItIsLookedAtEndsItsSession() throws Exception {
    rules("[{\"action\": \"sniff\", \"timeout\": \"1m\"}]");
    var routed = Background.run(() -> router.route(session("1.2.3.4", 80), client.b(), reply));
    Background.until(() -> !reply.calls.isEmpty());

    client.a().abort(new IOException("gone"));

    routed.get();
    assertThat(b.requests).isEmpty();
  }

  @Test
  void anOverrideChangesWhatTheOutboundIsAskedForAndWhatLaterRulesSee() throws Exception {
    rules(
        """
        [{"action": "route-options", "override_address": "other.test"},
         {"action": "route-options", "override_port": 99, "udp_connect": true,
          "network_strategy": "hybrid", "fallback_delay": 1000000},
         {"domain": "asked.test", "outbound": "dead"},
         {"domain": "other.test", "port": 99, "outbound": "a"}]\
        """);

    DialRequest request = served(session("asked.test", 80), a);

    assertThat(request.to()).isEqualTo(Destination.of("other.test", 99));
    assertThat(request.socket().udpConnect()).isTrue();
    assertThat(request.socket().networkStrategy()).isEqualTo("hybrid");
    assertThat(request.socket().fallbackDelay()).isEqualTo(Duration.ofMillis(1));
  }

  /// As in sing-box: both families hold where a rule replaced the one by the other.
  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, other.test, 4, a",
    "1.2.3.4, other.test, 6, b",
    "1.2.3.4, 2001:db8::1, 4, a",
    "1.2.3.4, 2001:db8::1, 6, a",
    "asked.test, 2001:db8::1, 6, a",
    "asked.test, 2001:db8::1, 4, b",
  })
  void theFamilyThatWasAskedForIsNotForgotten(String asked, String other, int version, String way)
      throws Exception {
    rules(
        """
        [{"action": "route-options", "override_address": "%s"},
         {"ip_version": %d, "outbound": "a"}]\
        """
            .formatted(other, version));

    DialRequest request = served(session(asked, 80), way.equals("a") ? a : b);

    assertThat(request.to()).isEqualTo(Destination.of(other, 80));
  }

  @Test
  void routeHasTheFieldsOfRouteOptionsToo() throws Exception {
    rules(
        "[{\"action\": \"resolve\"}, {\"outbound\": \"a\", \"override_address\": \"::1\","
            + " \"override_port\": 5}]");

    DialRequest request = served(session("two.test", 80), a);

    assertThat(request.to()).isEqualTo(Destination.of("::1", 5));
    assertThat(request.resolved()).as("those of the name before").isEmpty();
  }

  @Test
  void anOutboundThatChoosesGetsTheNameAndAllAddresses() throws Exception {
    rules("[{\"action\": \"resolve\"}, {\"ip_is_private\": true, \"outbound\": \"b\"}]");

    DialRequest request = served(session("two.test", 80), b);

    assertThat(request.to()).isEqualTo(Destination.of("two.test", 80));
    assertThat(request.resolved())
        .extracting(InetAddress::getHostAddress)
        .containsExactly("10.0.0.1", "8.8.8.8");
  }

  @Test
  void anyOtherOutboundIsAskedForOneAddressAfterTheOther() throws Exception {
    rules("[{\"action\": \"resolve\"}, {\"outbound\": \"dead\"}]");

    served(session("two.test", 80), dead);

    assertThat(dead.destinations()).containsExactly("10.0.0.1:80", "8.8.8.8:80");
  }

  @Test
  void resolveAsksAsTheRuleSays() throws Exception {
    rules(
        """
        [{"action": "resolve", "server": "s", "strategy": "ipv4_only", "disable_cache": true,
          "rewrite_ttl": 7, "client_subnet": "192.0.2.0/24"}]\
        """);
    Session session = session("two.test", 80);

    served(session, b);

    assertThat(env.queries()).hasSize(1);
    var query = env.queries().getFirst();
    assertThat(query.name()).isEqualTo("two.test");
    assertThat(query.server()).isEqualTo("s");
    assertThat(query.strategy()).isEqualTo(DomainStrategy.IPV4_ONLY);
    assertThat(query.disableCache()).isTrue();
    assertThat(query.rewriteTtl()).isEqualTo(7);
    assertThat(query.clientSubnet()).hasToString("192.0.2.0/24");
    assertThat(query.session()).isSameAs(session);
  }

  @Test
  void aNameWithoutAddressEndsTheSession() throws Exception {
    rules("[{\"action\": \"resolve\"}]");
    Session session = session("nope.test", 80);

    router.route(session, client.b(), reply);

    assertThat(reply.calls).containsExactly("DNS no such name: nope.test");
    assertThat(session.decision().rule()).startsWith("route.rules[0] ");
  }

  @Test
  void addressesAreNotResolved() throws Exception {
    rules("[{\"action\": \"resolve\"}]");

    served(session("1.2.3.4", 80), b);

    assertThat(env.queries()).isEmpty();
  }

  @Test
  void theActionDirectDoesNothing() throws Exception {
    rules("[{\"action\": \"direct\"}, {\"outbound\": \"a\"}]");

    assertThat(served(session("1.2.3.4", 80), a).to()).isEqualTo(Destination.of("1.2.3.4", 80));
  }

  @Test
  void hijackedQueriesAreAnswered() throws Exception {
    Answering dns = new Answering();
    RuleRouter answering = new RuleRouter(env.resources(), new Sessions(), dns);
    answering.swap(rules.snapshot(1, "b", "[{\"port\": 53, \"action\": \"hijack-dns\"}]"));
    Session session = session("1.2.3.4", 53);

    answering.route(session, client.b(), reply);

    assertThat(reply.calls).containsExactly("accepted");
    assertThat(dns.served).containsExactly(session);
    assertThat(session.decision().rule()).startsWith("route.rules[0] ");
    assertThat(read(client.a(), 6)).isEqualTo("answer");
  }

  @Test
  void hijackedQueriesThatWereSniffedAreStillThere() throws Exception {
    Answering dns = new Answering();
    RuleRouter answering = new RuleRouter(env.resources(), new Sessions(), dns);
    answering.swap(
        rules.snapshot(
            1,
            "b",
            "[{\"action\": \"sniff\"}, {\"protocol\": \"http\", \"action\": \"hijack-dns\"}]"));
    write(client.a(), HTTP);

    answering.route(session("1.2.3.4", 1), client.b(), reply);

    assertThat(dns.read).isEqualTo(HTTP.length());
  }

  @Test
  void legacyInboundFieldsWorkBeforeAllRules() throws Exception {
    rules("[{\"domain\": \"www.example.org\", \"ip_cidr\": \"10.0.0.9\", \"outbound\": \"a\"}]");
    env.name("www.example.org", InetAddress.ofLiteral("10.0.0.9"));
    write(client.a(), HTTP);
    var legacy = new LegacyInboundOptions(true, true, null, DomainStrategy.IPV4_ONLY, true);

    DialRequest request = served(legacy(legacy), a);

    assertThat(request.to())
        .as("resolved after the override")
        .isEqualTo(Destination.of("10.0.0.9", 80));
    assertThat(request.socket().udpDisableDomainUnmapping()).isTrue();
    assertThat(env.queries().getFirst().strategy()).isEqualTo(DomainStrategy.IPV4_ONLY);
  }

  @Test
  void legacySniffingWithoutOverrideKeepsTheDestination() throws Exception {
    rules("[{\"domain\": \"www.example.org\", \"outbound\": \"a\"}]");
    write(client.a(), HTTP);
    var legacy =
        new LegacyInboundOptions(true, false, Duration.ofSeconds(1), DomainStrategy.AS_IS, false);

    assertThat(served(legacy(legacy), a).to()).isEqualTo(Destination.of("1.2.3.4", 80));
  }

  private void rules(String text) throws ConfigException {
    router.swap(rules.snapshot(1, "b", text));
  }

  /// The last request of a session that runs to its end.
  private DialRequest served(Session session, Asked by) throws Exception {
    var routed = Background.run(() -> router.route(session, client.b(), reply));
    Background.until(() -> !reply.calls.isEmpty());
    end(by);
    routed.get();
    assertThat(reply.calls).containsExactly("accepted");
    return by.requests.getLast();
  }

  private void end(Asked by) throws IOException {
    client.a().closeWrite();
    by.remote.b().closeWrite();
  }

  private static Session session(String host, int port) {
    return Rules.session(Network.TCP, host, port);
  }

  private static Session legacy(LegacyInboundOptions legacy) {
    var facts =
        new Session.Facts(
            1,
            "in",
            "test",
            Network.TCP,
            new InetSocketAddress("127.0.0.1", 50_000),
            Destination.of("1.2.3.4", 80),
            null);
    return new Session(facts, 0, Listen.on("127.0.0.1", null, legacy), null);
  }

  private static void write(Conn conn, String text) throws IOException {
    Buffer buffer = Buffer.allocate(text.length());
    buffer.append(text.getBytes(StandardCharsets.UTF_8), 0, text.length());
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
}
