package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Outbound;
import dev.motet.core.Reply;
import dev.motet.core.Session;
import dev.motet.core.Sessions;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.IpLiteral;
import dev.motet.io.Network;
import dev.motet.json.ConfigException;
import dev.motet.option.DomainStrategy;
import dev.motet.option.LegacyInboundOptions;
import dev.motet.testkit.Listen;
import dev.motet.testkit.RandomRules;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is explained is what the router does: the same decision, way, destination and addresses,
/// for 100,000 random rules and sessions. Every fifth list of rules is long: the router finds its
/// rules by an index, the explanation asks them in turn. Whoever reads its JSON has the same
/// explanation.
class ExplainPropertyTest {
  private static final int CONFIGURATIONS = 1_000;
  private static final int QUESTIONS = 100;

  private final TestEnv env = new TestEnv();
  private final RuleRouter router = new RuleRouter(env.resources(), new Sessions(), env.dns());

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void explanationsSayWhatTheRouterDoes() throws Exception {
    RandomRules.HOSTS.forEach((name, addresses) ->
        env.name(name, addresses.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new)));
    Map<Explanation.Kind, Integer> seen = new EnumMap<>(Explanation.Kind.class);
    for (int seed = 0; seed < CONFIGURATIONS; seed++) {
      RandomRules random = new RandomRules(seed);
      Snapshot snapshot = snapshot(random, seed % 5 == 0 ? 100 : 12);
      router.swap(snapshot);
      for (int i = 0; i < QUESTIONS; i++) {
        Question question = question(random);
        Explanation explanation = router.explain(question);
        seen.merge(explanation.outcome().kind(), 1, Integer::sum);
        assertThat(decided(snapshot, question))
            .as("seed %d, question %d: %s%n%s", seed, i, question, explanation.lines())
            .isEqualTo(explained(explanation.outcome()));
        assertThat(Explanation.of(explanation.json())).isEqualTo(explanation);
      }
    }
    assertThat(seen.get(Explanation.Kind.ROUTE)).isGreaterThan(10_000);
    assertThat(seen.get(Explanation.Kind.REJECT)).isGreaterThan(1_000);
    assertThat(seen.get(Explanation.Kind.IMPOSSIBLE)).isGreaterThan(1_000);
  }

  private static Snapshot snapshot(RandomRules random, int mostRules) throws ConfigException {
    Rules rules = new Rules();
    for (String tag : RandomRules.OUTBOUNDS) {
      rules.outbound(tag, tag.equals("o4") ? Rules.tcp(_ -> dead()) : both());
    }
    for (String tag : RandomRules.INBOUNDS) {
      rules.inbound(tag, () -> {});
      rules.listening(
          tag, Listen.on(random.chance(30) ? "0.0.0.0" : "127.0.0.1", null, legacy(random)));
    }
    return rules.ofRoute(
        1,
        "o0",
        "{\"guard\":\""
            + random.of(List.of("off", "warn", "deny"))
            + "\",\"rules\":"
            + random.rules(mostRules)
            + ",\"rule_set\":"
            + random.ruleSets()
            + "}");
  }

  private static LegacyInboundOptions legacy(RandomRules random) {
    return random.chance(80)
        ? LegacyInboundOptions.NONE
        : new LegacyInboundOptions(
            random.chance(50),
            random.chance(50),
            null,
            random.of(List.of(DomainStrategy.AS_IS, DomainStrategy.IPV4_ONLY)),
            random.chance(50));
  }

  private static Question question(RandomRules random) {
    boolean http = random.chance(50);
    String host = random.of(random.chance(50) ? RandomRules.DOMAINS : RandomRules.ADDRESSES);
    return new Question(
        random.of(RandomRules.INBOUNDS),
        Network.TCP,
        new InetSocketAddress(random.of(List.of("127.0.0.1", "127.0.0.9", "8.8.4.4")), 50_000),
        Destination.of(host, random.chance(5) ? 25 : random.of(RandomRules.PORTS)),
        random.chance(50) ? random.of(RandomRules.USERS) : null,
        http ? "http" : null,
        null,
        http ? random.of(RandomRules.SNIFFED) : null,
        true);
  }

  private static String explained(Explanation.Outcome outcome) {
    return switch (outcome.kind()) {
      case ROUTE ->
          outcome.rule()
              + " "
              + outcome.target()
              + " "
              + outcome.destination()
              + " "
              + outcome.resolved();
      case REJECT, DROP -> outcome.rule() + " refused by rule";
      case IMPOSSIBLE -> outcome.rule() + " " + outcome.why();
      case HIJACK_DNS, DETOUR -> throw new IllegalArgumentException(outcome.toString());
    };
  }

  /// What the router did, in the same words.
  private String decided(Snapshot snapshot, Question question) {
    var facts =
        new Session.Facts(
            1,
            question.inbound(),
            "test",
            question.network(),
            question.source(),
            question.destination(),
            question.user());
    var session = new Session(facts, 0, snapshot.listenOf(question.inbound()), null);
    Refusal reply = new Refusal();
    router.route(session, new Client(question), reply);
    Session.Decision decision = session.decision();
    if (!decision.outbound().isEmpty()) {
      List<String> resolved = decision.request().resolved().stream().map(IpLiteral::text).toList();
      return decision.rule()
          + " "
          + decision.outbound()
          + " "
          + decision.request().to()
          + " "
          + resolved;
    }
    DialException cause = reply.cause;
    boolean byRule =
        cause == null || String.valueOf(cause.getMessage()).endsWith("by " + decision.rule());
    return decision.rule() + " " + (byRule ? "refused by rule" : cause.getMessage());
  }

  private static Outbound both() {
    return Rules.both(_ -> dead());
  }

  private static Conn dead() throws IOException {
    throw new DialException(DialException.Reason.REFUSED, "nobody is there");
  }

  /// Remembers why; a session that was accepted for sniffing is refused all the same.
  private static final class Refusal implements Reply {
    private @Nullable DialException cause;

    @Override
    public void accepted() {}

    @Override
    public void refused(DialException why) {
      cause = cause == null ? why : cause;
    }
  }

  /// Has said what it says, and says nothing more.
  private static final class Client implements Conn {
    private final List<byte[]> unread = new ArrayList<>();

    Client(Question question) {
      if (question.protocol() != null) {
        String request = "GET / HTTP/1.1\r\nHost: " + question.domain() + "\r\n\r\n";
        unread.add(request.getBytes(StandardCharsets.UTF_8));
      }
    }

    @Override
    public int read(Buffer into) {
      if (unread.isEmpty()) {
        return -1;
      }
      byte[] bytes = unread.removeFirst();
      into.append(bytes, 0, bytes.length);
      return bytes.length;
    }

    @Override
    public boolean reportsReadiness() {
      return true;
    }

    @Override
    public boolean awaitReadable(long nanos) {
      return !unread.isEmpty();
    }

    @Override
    public void write(Buffer from) {}

    @Override
    public void closeWrite() {}

    @Override
    public void close() {}
  }
}
