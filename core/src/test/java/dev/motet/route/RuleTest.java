package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.json.ConfigException;
import java.net.InetAddress;
import java.util.List;
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
        "'ip_version':4                         | tcp 1.1.1.1 in  -   1.2.3.4 80   | yes",
        "'ip_version':4                         | tcp 1.1.1.1 in  -   ::2 80       | no",
        "'ip_version':6                         | tcp 1.1.1.1 in  -   ::2 80       | yes",
        "'ip_version':6                         | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'ip_version':0                         | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'protocol':'tls'                       | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'client':'firefox'                     | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'domain_keyword':'.b'                  | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'domain_keyword':['x','A.']            | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'domain_keyword':''                    | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'domain_keyword':''                    | tcp 1.1.1.1 in  -   1.2.3.4 80   | no",
        "'domain_keyword':'c'                   | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'domain_regex':'^a'                    | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'domain_regex':['x','[.]b$']           | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'domain_regex':'^b'                    | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'domain_regex':'^A'                    | tcp 1.1.1.1 in  -   A.b 80       | no",
        "'domain_regex':'.*'                    | tcp 1.1.1.1 in  -   1.2.3.4 80   | no",
        "'source_ip_is_private':true            | tcp 10.1.1.1 in -   a.b 80       | yes",
        "'source_ip_is_private':true            | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'source_ip_is_private':false           | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'ip_is_private':true                   | tcp 1.1.1.1 in  -   192.168.1.1 1| yes",
        "'ip_is_private':true                   | tcp 1.1.1.1 in  -   1.2.3.4 80   | no",
        "'ip_is_private':true                   | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'source_port':50000                    | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'source_port':50001                    | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'source_port_range':'49999:50000'      | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'source_port_range':':49999'           | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'clash_mode':'rule'                    | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'clash_mode':''                        | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'network_type':'wifi'                  | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'network_is_expensive':true            | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'network_is_expensive':false           | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'network_is_constrained':true          | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'wifi_ssid':'x'                        | tcp 1.1.1.1 in  -   a.b 80       | no",
        "'wifi_bssid':'x'                       | tcp 1.1.1.1 in  -   a.b 80       | no",
        // groups: alternatives inside, all groups together
        "'domain_keyword':'x','domain_regex':'b'| tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'ip_is_private':true,'domain':'a.b'    | tcp 1.1.1.1 in  -   a.b 80       | yes",
        "'source_ip_cidr':'2.2.2.2','source_ip_is_private':true | tcp 10.0.0.1 in - a.b 80 | yes",
        "'source_ip_cidr':'1.1.1.1','source_port':1 | tcp 1.1.1.1 in - a.b 80      | no",
        "'source_port':1,'source_port_range':'2:' | tcp 1.1.1.1 in -  a.b 80       | yes",
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

    assertThat(failing.toString())
        .matches("port=\\[1 2 3 …] in route\\.rules\\[0]\\.rules\\[1] \\(rules\\.json:2:\\d+\\)");
  }

  @Test
  void aRuleKnowsWhereItCameFromAndSaysWhatItDoes() throws ConfigException {
    Rule rule = rule("{\"domain_suffix\": [\"a\", \"b\"], \"port\": 53, \"outbound\": \"out\"}");

    assertThat(rule.id()).matches("route\\.rules\\[0] \\(rules\\.json:1:\\d+\\)");
    assertThat(rule).hasToString("domain_suffix=[a b] port=53 => route(out)");
    assertThat(rule("{\"action\": \"reject\", \"method\": \"drop\"}").action())
        .hasToString("reject(drop)");
  }

  @Test
  void aLogicalRuleIsShownWithItsParts() throws ConfigException {
    Rule rule =
        rule(
            """
            {"type": "logical", "mode": "or", "outbound": "out",
             "rules": [{"network": "tcp", "port": 1},
                       {"type": "logical", "mode": "and",
                        "rules": [{"domain": "a"}, {"domain": "b", "invert": true}]}]}\
            """);

    assertThat(rule).hasToString("(network=tcp port=1 || (domain=a && !(domain=b))) => route(out)");
  }

  @Test
  void whatWasSniffedCounts() throws ConfigException {
    Session session = session("tcp 1.1.1.1 in - 1.2.3.4 443");
    session.found(new Session.Findings("tls", "Www.Example.Org", "firefox"));
    Candidate candidate = new Candidate(session);

    for (String rule :
        List.of(
            "\"protocol\":[\"http\",\"tls\"]",
            "\"client\":\"firefox\"",
            "\"domain\":\"www.example.org\"",
            "\"domain_suffix\":\"org\"",
            "\"domain_keyword\":\"example\"",
            "\"domain_regex\":\"^www\"",
            "\"ip_cidr\":\"1.2.3.4\"")) {
      assertThat(rule("{" + rule + ",\"outbound\":\"out\"}").condition().matches(candidate))
          .as(rule)
          .isTrue();
    }
  }

  @Test
  void resolvedAddressesCountUntilTheDestinationChanges() throws Exception {
    Condition condition = rule("{\"ip_cidr\":\"10.0.0.0/8\",\"outbound\":\"out\"}").condition();
    Condition local = rule("{\"ip_is_private\":true,\"outbound\":\"out\"}").condition();
    Candidate candidate = new Candidate(session("tcp 1.1.1.1 in - a.b 443"));
    candidate.resolvedTo(
        List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("10.1.1.1")));

    assertThat(condition.matches(candidate)).isTrue();
    assertThat(local.matches(candidate)).isTrue();

    candidate.redirect(Destination.of("c.d", 443));
    assertThat(condition.matches(candidate)).isFalse();
    assertThat(local.matches(candidate)).isFalse();
  }

  @Test
  void aRuleNamesTheAddressesThatItsConditionsMean() throws Exception {
    InetAddress ten = InetAddress.ofLiteral("10.1.1.1");
    String deep =
        """
        {"type":"logical","mode":"and","outbound":"out",
         "rules":[{"port":1},{"domain":"x","ip_cidr":"10.0.0.0/8"}]}\
        """;

    assertThat(rule(deep).condition().names(ten)).isTrue();
    assertThat(rule("{\"ip_is_private\":true,\"outbound\":\"out\"}").condition().names(ten))
        .isTrue();
    assertThat(
            rule("{\"source_ip_cidr\":\"10.0.0.0/8\",\"outbound\":\"out\"}").condition().names(ten))
        .isFalse();
    assertThat(
            rule("{\"ip_cidr\":\"10.0.0.0/8\",\"invert\":true,\"outbound\":\"out\"}")
                .condition()
                .names(ten))
        .isFalse();
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
