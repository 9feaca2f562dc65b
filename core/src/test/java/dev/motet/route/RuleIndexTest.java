package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Session;
import dev.motet.engine.ConfigLoader;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.json.ConfigException;
import dev.motet.option.RouteOptions;
import dev.motet.testkit.RandomRules;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The index finds the rule that asking them in turn finds, and asks few.
class RuleIndexTest {
  private static final int CONFIGURATIONS = 300;
  private static final int CANDIDATES = 30;

  /// From each rule on, for candidates that change in between as `sniff`, `resolve` and
  /// `route-options` change them.
  @Test
  void findsWhatAskingInTurnFinds() throws ConfigException {
    int found = 0;
    int passed = 0;
    for (int seed = 0; seed < CONFIGURATIONS; seed++) {
      RandomRules random = new RandomRules(seed);
      List<Rule> rules = new ArrayList<>();
      RuleIndex index =
          index(
              "{\"rules\":" + random.rules(60) + ",\"rule_set\":" + random.ruleSets() + "}", rules);
      for (int i = 0; i < CANDIDATES; i++) {
        Candidate candidate = candidate(random);
        for (int from = 0; from <= rules.size(); from++) {
          if (random.chance(10)) {
            change(candidate, random);
          }
          int expected = inTurn(rules, from, candidate);
          assertThat(index.next(from, candidate))
              .as("seed %d, from %d, %s in %s", seed, from, words(candidate), rules)
              .isEqualTo(expected);
          found += expected < 0 ? 0 : 1;
          passed += Math.max(0, expected - from - RuleIndex.NEAR);
        }
      }
    }
    assertThat(found).isGreaterThan(50_000);
    assertThat(passed).as("rules that were passed over by the index").isGreaterThan(5_000);
  }

  @Test
  void asksOnlyTheRulesThatTheNameLeadsTo() throws ConfigException {
    RuleIndex index =
        many(i -> "{\"domain_suffix\":\"d" + i + ".test\",\"port\":443,\"outbound\":\"o\"}");

    assertThat(asked(index, candidate("www.d7000.test", 443))).containsExactly(7000);
    assertThat(asked(index, candidate("d9.test.", 443))).containsExactly(9);
    assertThat(asked(index, candidate("www.d7000.example", 443))).isEmpty();
    assertThat(asked(index, candidate("1.2.3.4", 443))).isEmpty();
  }

  @Test
  void asksOnlyTheRulesThatTheAddressLeadsTo() throws ConfigException {
    RuleIndex index =
        many(i ->
            "{\"ip_cidr\":[\"10."
                + (i >> 8)
                + "."
                + (i & 0xff)
                + ".0/24\",\"2001:db8:"
                + Integer.toHexString(i)
                + "::/48\"],\"outbound\":\"o\"}");

    assertThat(asked(index, candidate("10.1.2.3", 80))).containsExactly(0x102);
    assertThat(asked(index, candidate("2001:db8:1234::1", 80))).containsExactly(0x1234);
    Candidate resolved = candidate("a.test", 80);
    resolved.resolvedTo(
        List.of(InetAddress.ofLiteral("10.0.9.1"), InetAddress.ofLiteral("2001:db8:8::1")));
    assertThat(asked(index, resolved)).containsExactlyInAnyOrder(8, 9);
  }

  /// Parts of names that all rules share lead nowhere: the rare ones are taken.
  @Test
  void asksOnlyTheRulesThatARarePartOfTheNameLeadsTo() throws ConfigException {
    RuleIndex index =
        many(i ->
            "{\"domain_keyword\":\"advert-"
                + Integer.toString(i + 50_000, 36)
                + "-tracker\",\"outbound\":\"o\"}");
    String name = "x.advert-" + Integer.toString(57_000, 36) + "-tracker.test";

    assertThat(asked(index, candidate(name, 80))).contains(7000).hasSizeLessThan(20);
    assertThat(asked(index, candidate("advert-tracker.test", 80))).hasSizeLessThan(20);
  }

  @Test
  void takesTheRarestOfWhatARuleAsksFor() throws ConfigException {
    RuleIndex index =
        many(i ->
            "{\"inbound\":\"in"
                + i % 2
                + "\",\"auth_user\":\"u"
                + i
                + "\",\"domain_suffix\":\"test\",\"port_range\":\"1:\",\"outbound\":\"o\"}");

    assertThat(asked(index, candidate("a.test", 80, "in0", "u5000"))).containsExactly(5000);
    assertThat(asked(index, candidate("a.test", 80, "in0", null))).isEmpty();
  }

  @Test
  void rangesOfPortsLeadToRules() throws ConfigException {
    RuleIndex index =
        many(i ->
            "{\"port_range\":\""
                + (20_000 + 3 * i)
                + ":"
                + (20_002 + 3 * i)
                + "\",\"domain_regex\":\"x\",\"outbound\":\"o\"}");

    assertThat(asked(index, candidate("a.test", 20_000 + 3 * 7_001))).contains(7_001).hasSize(1);
    assertThat(asked(index, candidate("a.test", 19_999))).isEmpty();
  }

  @Test
  void rulesThatCannotBeFoundAreAskedInTheirOrder() throws ConfigException {
    RuleIndex index =
        many(i ->
            i % 1000 == 500
                ? "{\"domain\":\"d" + i + ".test\",\"invert\":true,\"outbound\":\"o\"}"
                : "{\"domain\":\"d" + i + ".test\",\"outbound\":\"o\"}");

    assertThat(asked(index, candidate("d7000.test", 80)))
        .containsExactly(7000, 500, 1500, 2500, 3500, 4500, 5500, 6500, 7500, 8500, 9500);
    assertThat(index.next(0, candidate("d7000.test", 80))).isEqualTo(500);
    assertThat(index.next(6600, candidate("d7000.test", 80))).isEqualTo(7000);
  }

  @Test
  void theFirstRulesAreAskedWithoutTheIndex() throws ConfigException {
    RuleIndex index =
        many(i -> i == 2 ? "{\"action\":\"sniff\"}" : "{\"domain\":\"a\",\"outbound\":\"o\"}");

    assertThat(index.next(0, candidate("b.test", 80))).isEqualTo(2);
    assertThat(index.next(3, candidate("b.test", 80))).isEqualTo(-1);
    assertThat(index.next(3, candidate("a", 80))).isEqualTo(3);
    assertThat(index.next(9_999, candidate("a", 80))).isEqualTo(9_999);
    assertThat(index.next(10_000, candidate("a", 80))).isEqualTo(-1);
  }

  private static RuleIndex index(String route, List<Rule> rules) throws ConfigException {
    RouteOptions options = ConfigLoader.parse("rules.json", "{\"route\": " + route + "}").route();
    rules.addAll(RuleCompiler.compile(options.rules(), options.ruleSets()));
    return RuleIndex.of(rules, options);
  }

  /// 10,000 rules.
  private static RuleIndex many(IntFunction<String> rule) throws ConfigException {
    String rules = IntStream.range(0, 10_000).mapToObj(rule).collect(Collectors.joining(",\n"));
    return index("{\"rules\":[" + rules + "]}", new ArrayList<>());
  }

  /// The rules that are asked when none matches, but for the first ones, which always are.
  private static List<Integer> asked(RuleIndex index, Candidate candidate) {
    List<Integer> asked = new ArrayList<>();
    index.next(
        0,
        candidate,
        rule -> {
          asked.add(rule);
          return false;
        });
    assertThat(asked.subList(0, 4)).containsExactly(0, 1, 2, 3);
    return asked.subList(4, asked.size());
  }

  private static int inTurn(List<Rule> rules, int from, Candidate candidate) {
    for (int i = from; i < rules.size(); i++) {
      if (rules.get(i).condition().matches(candidate)) {
        return i;
      }
    }
    return -1;
  }

  private static Candidate candidate(String host, int port) {
    return candidate(host, port, "in", null);
  }

  private static Candidate candidate(String host, int port, String inbound, @Nullable String user) {
    return Candidate.supposed(
        new Session.Facts(
            1,
            inbound,
            "test",
            Network.TCP,
            new InetSocketAddress("127.0.0.1", 50_000),
            Destination.of(host, port),
            user),
        null);
  }

  private static Candidate candidate(RandomRules random) {
    boolean known = random.chance(90);
    String source = random.of(List.of("127.0.0.1", "127.0.0.9", "8.8.4.4", "::1"));
    return Candidate.supposed(
        new Session.Facts(
            1,
            random.of(RandomRules.INBOUNDS),
            "test",
            random.chance(50) ? Network.TCP : Network.UDP,
            known ? new InetSocketAddress(source, random.chance(50) ? 50_000 : 1000) : null,
            destination(random),
            random.chance(50) ? random.of(RandomRules.USERS) : null),
        null);
  }

  private static Destination destination(RandomRules random) {
    String host = random.of(random.chance(50) ? RandomRules.DOMAINS : RandomRules.ADDRESSES);
    return Destination.of(host, random.of(RandomRules.PORTS));
  }

  private static void change(Candidate candidate, RandomRules random) {
    switch (random.below(3)) {
      case 0 ->
          candidate.found(
              new Session.Findings(
                  random.of(List.of("http", "tls", "quic")), random.of(RandomRules.SNIFFED), null));
      case 1 ->
          candidate.resolvedTo(
              List.of(
                  InetAddress.ofLiteral(random.of(RandomRules.ADDRESSES)),
                  InetAddress.ofLiteral(random.of(RandomRules.ADDRESSES))));
      default -> candidate.redirect(destination(random));
    }
  }

  private static String words(Candidate candidate) {
    return candidate.facts()
        + " "
        + candidate.findings()
        + " "
        + candidate.destination()
        + " "
        + candidate.resolved();
  }
}
