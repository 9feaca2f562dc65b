package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Session;
import dev.motet.io.Network;
import dev.motet.json.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules from text, asked about sessions.
class RuleTest {
  /// Sessions: `network source inbound user host port`.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'inbound':'in'                         | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'inbound':['x','in']                   | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'inbound':'x'                          | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'network':'tcp'                        | udp 1.1.1.1 in  -   a.b 80       | no",
        "'network':['tcp','udp']                | udp 1.1.1.1 in  -   a.b 80       | yes",
        "'network':'icmp'                       | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'auth_user':'joe'                      | tcp 1.1.1.1 in  joe a.b 80       | yes",
        "'auth_user':'joe'                      | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'auth_user':'joe'                      | tcp 1.1.1.1 in  Joe a.b 80       | no",
        "'domain':'a.b'                         | tcp 1.1.1.1 in  -   A.B 80       | yes",
        "'domain':'a.b'                         | tcp 1.1.1.1 in  -   a.b. 80      | yes",
        "'domain':'a.b'                         | tcp 1.1.1.1 in  -   x.a.b 80     | no",
        "'domain_suffix':'b'                    | tcp 1.1.1.1 in  -   x.a.b 80     | yes",
        "'domain_suffix':'.a.b'                 | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'domain_suffix':'b'                    | tcp 1.1.1.1 in  -   1.2.3.4 80   | no",
        "'ip_cidr':'1.2.0.0/16'                 | tcp 1.1.1.1 in  -   1.2.3.4 80   | yes",
        "'ip_cidr':'1.2.0.0/16'                 | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'ip_cidr':'2001:db8::1'                | tcp 1.1.1.1 in  -   2001:db8::1 1| yes",
        "'source_ip_cidr':'1.0.0.0/8'           | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'source_ip_cidr':'2.0.0.0/8'           | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'port':80                              | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'port':[80,443]                        | tcp 1.1.1.1 in  -   a.b 443      | yes",
        "'port':80                              | tcp 1.1.1.1 in  -   a.b 81       | no",
        "'port_range':'80:90'                   | tcp 1.1.1.1 in  -   a.b 90       | yes",
        "'port_range':'80:90'                   | tcp 1.1.1.1 in  -   a.b 91       | no",
        "'port_range':':1000'                   | tcp 1.1.1.1 in  -   a.b 1        | yes",
        "'port_range':'60000:'                  | tcp 1.1.1.1 in  -   a.b 65535    | yes",
        "'port_range':'2:1'                     | tcp 1.1.1.1 in  -   a.b 1        | no",
        // groups: alternatives inside, all groups together
        "'domain':'x','ip_cidr':'1.2.3.4'       | tcp 1.1.1.1 in  -   1.2.3.4 80   | yes",
        "'domain':'a.b','ip_cidr':'1.2.3.4'     | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'port':1,'port_range':'80:81'          | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'domain':'a.b','port':1                | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'domain':'a.b','port':80,'network':'udp'| tcp 1.1.1.1 in -  a.b 80       | no",
        "'domain':'a.b','invert':true           | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'domain':'x','invert':true             | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'type':'logical','mode':'and','rules':[{'port':80},{'domain':'a.b'}] | tcp 1.1.1.1 in - a.b 80 | yes",
        "'type':'logical','mode':'and','rules':[{'port':80},{'domain':'x'}] | tcp 1.1.1.1 in - a.b 80 | no",
        "'type':'logical','mode':'or','rules':[{'port':1},{'domain':'a.b'}] | tcp 1.1.1.1 in - a.b 80 | yes",
        "'type':'logical','mode':'or','rules':[{'port':1},{'domain':'x'}] | tcp 1.1.1.1 in - a.b 80 | no",
        "'type':'logical','mode':'or','invert':true,'rules':[{'port':1}] | tcp 1.1.1.1 in - a.b 80 | yes",
        "'type':'logical','mode':'and','rules':[{'type':'logical','mode':'or','rules':[{'port':80}],'invert':true}] | tcp 1.1.1.1 in - a.b 80 | no",
      })
  void matches(String rule, String session, String expected) throws ConfigException {
    Rule compiled = rule("{" + rule.replace('\'', '"') + ",\"outbound\":\"out\"}");
    Candidate candidate = new Candidate(session(session));

    assertThat(compiled.condition().matches(candidate)).isEqualTo(expected.equals("yes"));
    assertThat(compiled.condition().failing(candidate) == null)
        .as("the explanation agrees")
        .isEqualTo(expected.equals("yes"));
  }

  @Test
  void aRuleWithoutConditionsMatchesEverything() throws ConfigException {
    assertThat(
            rule("{\"action\":\"reject\"}")
                .condition()
                .matches(new Candidate(session("udp 1.1.1.1 in - a.b 1"))))
        .isTrue();
  }

  @Test
  void anExplanationNamesTheFirstConditionThatFailed() throws ConfigException {
    Rule rule =
        rule(
            """
            {"type": "logical", "mode": "and", "outbound": "out",
             "rules": [{"network": "tcp"}, {"port": [1, 2, 3, 4], "domain": "a.b"}]}\
            """);

    Condition failing = rule.condition().failing(new Candidate(session("tcp 1.1.1.1 in - a.b 80")));

    assertThat(failing).hasToString("port=[1 2 3 …]");
  }

  @Test
  void aRuleKnowsWhereItCameFromAndSaysWhatItDoes() throws ConfigException {
    Rule rule = rule("{\"domain_suffix\": [\"a\", \"b\"], \"port\": 53, \"outbound\": \"out\"}");

    assertThat(rule.id()).matches("route\\.rules\\[0] \\(rules\\.json:1:\\d+\\)");
    assertThat(rule).hasToString("domain_suffix=[a b] port=53 => route(out)");
    assertThat(rule("{\"action\": \"reject\", \"method\": \"drop\"}").action())
        .hasToString("reject(drop)");
  }

  private static Rule rule(String text) throws ConfigException {
    return new Rules()
        .outbound("out", Rules.tcp(_ -> null))
        .snapshot(1, "out", "[" + text + "]")
        .rules()
        .getFirst();
  }

  private static Session session(String words) {
    String[] w = words.strip().split("\\s+");
    Network network = w[0].equals("tcp") ? Network.TCP : Network.UDP;
    String user = w[3].equals("-") ? null : w[3];
    return Rules.session(w[2], network, w[1], w[4], Integer.parseInt(w[5]), user);
  }
}
