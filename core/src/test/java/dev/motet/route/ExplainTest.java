package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.json.ConfigException;
import dev.motet.json.PlainJson;
import dev.motet.option.DomainStrategy;
import dev.motet.option.LegacyInboundOptions;
import dev.motet.testkit.Listen;
import dev.motet.testkit.TestEnv;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What explanations say about the rules they tried.
class ExplainTest {
  private final TestEnv env = new TestEnv().name("a.test", InetAddress.ofLiteral("10.0.0.1"));
  private final Rules rules =
      new Rules()
          .outbound("out", Rules.both(_ -> null))
          .outbound("tcp", Rules.tcp(_ -> null))
          .inbound("in", () -> {});

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void eachRuleThatWasTriedIsTold() throws Exception {
    List<String> lines =
        explain(
                """
                [{"network": "udp", "outbound": "tcp"},
                 {"type": "logical", "mode": "and", "outbound": "tcp",
                  "rules": [{"port": 443}, {"domain_suffix": ["b", "c"], "port": 443}]},
                 {"action": "sniff"},
                 {"rule_set": "s", "action": "route-options", "override_port": 8443},
                 {"port": 8443, "outbound": "out"},
                 {"action": "reject"}]\
                """,
                question(Map.of("destination", "a.test:443")))
            .lines();

    assertThat(lines.stream().map(line -> line.replaceAll(" \\(rules.json:[0-9:]+\\)", "")))
        .containsExactly(
            "- route.rules[0]: network=udp => route(tcp)",
            "    does not match: network=udp",
            "- route.rules[1]: (port=443 && domain_suffix=[b c] port=443) => route(tcp)",
            "    does not match: domain_suffix=[b c] in route.rules[1].rules[1]",
            "+ route.rules[2]: => sniff",
            "    would sniff for all protocols; no protocol is supposed",
            "+ route.rules[3]: rule_set=s => route-options(override_port=8443)",
            "    matches by route.rule_set[0].rules[1]",
            "+ route.rules[4]: port=8443 => route(out)",
            "= route to outbound \"out\" by route.rules[4]: a.test:8443");
  }

  /// Question | rules | what the last rule says, the decision
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | {'action':'sniff'} | would sniff for all protocols; no protocol is supposed | route to outbound `out` by final: a.test:80",
        "{'protocol':'http','domain':'b.test'} | {'action':'sniff'} | would sniff for all protocols; finds http with domain b.test, as supposed | route to outbound `out` by final: a.test:80",
        "{'protocol':'tls'} | {'action':'sniff','sniffer':['http','dns']} | would sniff for http, dns, which tls is none of | route to outbound `out` by final: a.test:80",
        "{'destination':'a.test:25','protocol':'tls'} | {'action':'sniff'} | sniffs nothing: the server speaks first at port 25 | route to outbound `out` by final: a.test:25",
        "{} | {'action':'resolve'} | would resolve a.test by the rules of dns; nothing was asked | route to outbound `out` by final: a.test:80",
        "{'resolve':true} | {'action':'resolve','server':'s','strategy':'ipv4_only'} | resolves a.test at DNS server s, ipv4_only: 10.0.0.1 | route to outbound `out` by final: a.test:80 [10.0.0.1]",
        "{'resolve':true,'destination':'n.test:1'} | {'action':'resolve'} | resolves n.test by the rules of dns: no such name: n.test | impossible by route.rules[0]: no such name: n.test",
        "{} | {'action':'reject'} | | reject by route.rules[0]: a.test:80",
        "{} | {'action':'reject','method':'drop'} | | drop by route.rules[0]: a.test:80",
        "{} | {'action':'hijack-dns'} | | hijack-dns by route.rules[0]: a.test:80",
        "{} | {'outbound':'nope'} | | impossible by route.rules[0]: outbound not found: nope",
        "{'network':'udp'} | {'outbound':'tcp'} | | impossible by route.rules[0]: UDP is not supported by outbound: tcp",
        "{'destination':'1.2.3.4:80','domain':'b.test'} | {'domain':'b.test','outbound':'tcp'} | | route to outbound `tcp` by route.rules[0]: 1.2.3.4:80",
        "{'user':'joe','source':'10.0.0.9:5','inbound':'in'} | {'auth_user':'joe','source_ip_cidr':'10.0.0.0/8','source_port':5,'inbound':'in','action':'reject'} | | reject by route.rules[0]: a.test:80",
      })
  void saysWhatActionsDo(String fields, String text, String note, String decision)
      throws Exception {
    Explanation explanation = explain("[" + text.replace('\'', '"') + "]", question(fields));

    assertThat(explanation.steps()).hasSize(1);
    assertThat(explanation.steps().getFirst().matched()).isTrue();
    assertThat(explanation.steps().getFirst().notes())
        .isEqualTo(note == null ? List.of() : List.of(note));
    assertThat(explanation.outcome().toString().replaceAll(" \\(rules.json:[0-9:]+\\)", ""))
        .isEqualTo(decision.replace('`', '"'));
  }

  @Test
  void whatAnInboundDoesBeforeTheRulesIsToldFirst() throws Exception {
    rules.listening(
        "in",
        Listen.on(
            "127.0.0.1",
            null,
            new LegacyInboundOptions(true, true, null, DomainStrategy.IPV4_ONLY, false)));

    Explanation explanation =
        explain(
            "[{\"domain\": \"b.test\", \"outbound\": \"tcp\"}]",
            question(
                "{'inbound':'in','protocol':'tls','domain':'b.test','destination':'1.2.3.4:1'}"));

    assertThat(explanation.steps().getFirst().rule()).isEqualTo("before the rules");
    assertThat(explanation.steps().getFirst().notes())
        .containsExactly(
            "would sniff for all protocols; finds tls with domain b.test, as supposed",
            "would resolve b.test by the rules of dns, ipv4_only; nothing was asked");
    assertThat(explanation.outcome().destination()).isEqualTo("b.test:1");
    assertThat(explanation.outcome().target()).isEqualTo("tcp");
  }

  @Test
  void anInboundThatHandsItsConnectionsOnIsTold() throws Exception {
    rules.detour("in", "other");

    assertThat(explain("[]", question("{'inbound':'in'}")).outcome())
        .hasToString("detour to inbound \"other\": a.test:80");
  }

  @Test
  void programsGetAllOfIt() throws Exception {
    Explanation explanation =
        explain(
            "[{\"port\": 1, \"action\": \"reject\"}]",
            question("{'inbound':'in','user':'joe','source':'::1','network':'udp'}"));

    Object json = PlainJson.read(PlainJson.write(explanation.json()));

    assertThat(json).isInstanceOf(Map.class);
    Map<?, ?> map = (Map<?, ?>) json;
    assertThat(Question.of(strings(map.get("question")))).isEqualTo(explanation.question());
    assertThat((List<?>) map.get("steps")).hasSize(1);
    assertThat(map.get("decision"))
        .isEqualTo(
            Map.of(
                "action", "route",
                "rule", "final",
                "outbound", "out",
                "destination", "a.test:80",
                "resolved", List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'inbound':'nope'} | inbound not found: nope (known: in)",
        "{'protocol':'nope'} | no protocol \"nope\" that is recognised",
        "{'network':'icmp'} | \"icmp\" is no network (expected: tcp or udp)",
        "{'source':'home'} | \"home\" is no source (expected: an IP address",
        "{'source':'home:1'} | \"home:1\" is no source",
        "{'destination':'a.test'} | \"a.test\" is no destination (expected: host:port)",
        "{'destination':'a.test:70000'} | port 70000",
      })
  void wrongQuestionsAreRefusedWithAReason(String fields, String reason) {
    assertThatThrownBy(() -> explain("[]", question(fields)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private Explanation explain(String text, Question question) throws ConfigException {
    Snapshot snapshot =
        rules.snapshot(
            7,
            "out",
            text,
            "[{\"tag\": \"s\", \"rules\": [{\"port\": 1}, {\"domain\": \"a.test\"}]}]");
    return Explainer.explain(snapshot, question, env.dns());
  }

  private static Question question(String fields) throws ConfigException {
    return question(strings(PlainJson.read(fields.replace('\'', '"'))));
  }

  private static Question question(Map<String, Object> fields) {
    Map<String, Object> all = new java.util.HashMap<>(Map.of("destination", "a.test:80"));
    all.putAll(fields);
    return Question.of(all);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> strings(Object map) {
    return (Map<String, Object>) map;
  }

  @Test
  void aBareQuestionIsAboutAStream() {
    Question question = new Question(Destination.of("a.test", 1));

    assertThat(question.network()).isEqualTo(Network.TCP);
    assertThat(question.fields()).isEqualTo(Map.of("network", "tcp", "destination", "a.test:1"));
  }
}
