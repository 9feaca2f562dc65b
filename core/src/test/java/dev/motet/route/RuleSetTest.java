package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Session;
import dev.motet.io.Network;
import dev.motet.json.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules that refer to rule-sets: what merges with what (inventory RM-1, QK-3, QK-7). A real
/// sing-box says the same but where a name says so.
class RuleSetTest {
  /// Rule | rules of the set | sessions `host:port` that match | and those that do not.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'rule_set':'r'             | {'domain':'y'}            | y:1             | z:1",
        "'rule_set':'r','port':2    | {'domain':'y'}            | y:2             | y:1 z:2",
        // groups merge: the set's conditions are alternatives to the rule's own
        "'rule_set':'r','domain':'x'| {'domain':'y'}            | x:1 y:1         | z:1",
        "'rule_set':'r','domain':'x'| {'domain':'y','port':1}   | x:1 y:1         | x:2 y:2 z:1",
        "'rule_set':'r','port':2    | {'domain':'y','port':1}   | y:1 y:2         | x:1 x:2 y:3",
        "'rule_set':'r','domain':'x'| {'ip_cidr':'1.2.3.4'}     | x:1 1.2.3.4:1   | z:1 1.2.3.5:1",
        "'rule_set':'r','domain':'x'| {'network':'tcp'}         | x:1             | y:1",
        "'rule_set':'r','source_port':1 | {'source_port':50000} | x:1             | ",
        "'rule_set':'r','source_ip_cidr':'9.9.9.9' | {'source_ip_cidr':'127.0.0.1'} | x:1 | ",
        "'rule_set':'r','domain':'x','invert':true | {'domain':'y'} | z:1          | x:1 y:1",
        // any rule of the set will do, whichever comes first
        "'rule_set':'r'             | {'domain':'y','port':1},{'domain':'q','port':2} | y:1 q:2 | y:2 q:1",
        "'rule_set':'r','domain':'x'| {'network':'tcp'},{'domain':'y'} | x:1 y:1   | z:1",
        // inverted rules stand for themselves and add nothing
        "'rule_set':'r'             | {'domain':'y','invert':true} | x:1           | y:1",
        "'rule_set':'r','domain':'x'| {'domain':'y','invert':true} | x:1           | y:1 z:1",
        "'rule_set':'r','domain':'x'| {'domain':'x','invert':true} |               | x:1 z:1",
        // logical rules stand for themselves; where they match, their groups count
        "'rule_set':'r','domain':'x'| {'type':'logical','mode':'or','rules':[{'domain':'y'}]} | y:1 | x:1 z:1",
        "'rule_set':'r','domain':'x'| {'type':'logical','mode':'and','rules':[{'domain':'y'},{'port':1}]} | y:1 | x:1 y:2",
        "'rule_set':'r','domain':'x'| {'type':'logical','mode':'and','rules':[{'port':1}]} | x:1 | y:1 x:2",
        "'rule_set':'r','domain':'x'| {'type':'logical','mode':'or','rules':[{'port':1},{'domain':'y'}]} | x:1 y:1 y:2 | x:2 z:1",
        "'rule_set':'r','domain':'x'| {'type':'logical','mode':'or','invert':true,'rules':[{'domain':'y'}]} | x:1 | y:1 z:1",
        "'rule_set':'r','domain':'x','port':2 | {'type':'logical','mode':'and','rules':[{'domain':'y'},{'type':'logical','mode':'or','rules':[{'port':1},{'network':'tcp'}]}]} | y:1 y:2 | y:3 x:2",
        // addresses of the set are those of the client
        "'rule_set':'r','rule_set_ip_cidr_match_source':true | {'ip_cidr':'127.0.0.0/8'} | x:1 9.9.9.9:1 | ",
        "'rule_set':'r','rule_set_ip_cidr_match_source':true | {'type':'logical','mode':'or','rules':[{'ip_cidr':'127.0.0.0/8'}]} | x:1 | ",
        "'rule_set':'r','rule_set_ip_cidr_match_source':true,'ip_cidr':'9.9.9.9' | {'domain':'q'} | q:1 9.9.9.9:1 | x:1",
        "'rule_set':'r','rule_set_ip_cidr_match_source':true | {'ip_cidr':'9.0.0.0/8'} | | 9.9.9.9:1",
        // without effect, as in sing-box: holds for everything
        "'rule_set':'r'             | {'query_type':'A'}        | x:1             | ",
        "'type':'logical','mode':'and','rules':[{'rule_set':'r'},{'port':1}] | {'domain':'y'} | y:1 | y:2 x:1",
      })
  void matches(String rule, String set, String matching, String others) throws ConfigException {
    Condition condition = rule(rule, set).condition();
    for (String session : words(matching)) {
      assertThat(condition.matches(candidate(session))).as(session).isTrue();
      assertThat(condition.failing(candidate(session))).as("explained " + session).isNull();
    }
    for (String session : words(others)) {
      assertThat(condition.matches(candidate(session))).as(session).isFalse();
      assertThat(condition.failing(candidate(session))).as("explained " + session).isNotNull();
    }
  }

  @Test
  void tellsByWhichRuleOfASetItMatched() throws ConfigException {
    Rule rule = rule("'rule_set':'r','port':1", "{'domain':'a'},{'domain':'b'}");
    List<String> ids = new ArrayList<>();

    rule.condition().entries(candidate("b:1"), ids::add);

    assertThat(ids).hasSize(1);
    assertThat(ids.getFirst())
        .matches("route\\.rule_set\\[0]\\.rules\\[1] \\(rules\\.json:1:\\d+\\)");
    assertThat(rule).hasToString("port=1 rule_set=r => route(out)");
  }

  @Test
  void tellsWhatFailed() throws ConfigException {
    Rule rule = rule("'rule_set':'r','port':1,'network':'tcp'", "{'domain':'a'},{'domain':'b'}");

    assertThat(rule.condition().failing(candidate("x:1"))).hasToString("rule_set=r");
    assertThat(rule.condition().failing(candidate("a:2"))).hasToString("port=1");
  }

  private static Rule rule(String rule, String set) throws ConfigException {
    return new Rules()
        .outbound("out", Rules.tcp(_ -> null))
        .snapshot(
            1,
            "out",
            ("[{" + rule + ",'outbound':'out'}]").replace('\'', '"'),
            ("[{'tag':'r','rules':[" + set + "]}]").replace('\'', '"'))
        .rules()
        .getFirst();
  }

  private static List<String> words(String text) {
    return text == null || text.isBlank() ? List.of() : List.of(text.strip().split(" "));
  }

  private static Candidate candidate(String session) {
    int colon = session.lastIndexOf(':');
    Session made =
        Rules.session(
            Network.TCP,
            session.substring(0, colon),
            Integer.parseInt(session.substring(colon + 1)));
    return new Candidate(made);
  }
}
