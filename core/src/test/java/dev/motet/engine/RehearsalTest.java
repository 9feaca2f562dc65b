package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.route.Explanation;
import dev.motet.route.Question;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class RehearsalTest {
  private static final String RULES =
      """
      {"dns": {"servers": [{"type": "hosts", "tag": "h", "predefined": {"a.test": "10.0.0.1"}}]},
       "inbounds": [{"type": "socks", "tag": "in", "listen_port": %d}],
       "outbounds": [{"type": "direct", "tag": "out"}, {"type": "block", "tag": "no"}],
       "route": {"rules": [{"action": "resolve"},
                           {"inbound": "in", "ip_cidr": "10.0.0.0/8", "outbound": "no"}]}}\
      """;

  @Test
  void answersWithoutListening() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Rehearsal rehearsal = Rehearsal.of(config(taken.getLocalPort()))) {
      Explanation explanation = rehearsal.explain(question(false));

      assertThat(explanation.outcome().target()).isEqualTo("out");
      assertThat(explanation.steps().getFirst().notes())
          .containsExactly("would resolve a.test by the rules of dns; nothing was asked");
    }
  }

  @Test
  void looksNamesUpWhereTheQuestionWantsIt() throws Exception {
    try (Rehearsal rehearsal = Rehearsal.of(config(0))) {
      Explanation explanation = Background.call(() -> rehearsal.explain(question(true))).get();

      assertThat(explanation.outcome().target()).isEqualTo("no");
      assertThat(explanation.outcome().resolved()).containsExactly("10.0.0.1");
    }
  }

  @Test
  void aRunningInstanceSaysTheSame() throws Exception {
    try (Motet motet = Motet.start(config(0))) {
      Explanation explanation = Background.call(() -> motet.explain(question(true))).get();

      assertThat(explanation.snapshot()).isEqualTo(1);
      assertThat(explanation.outcome().rule()).isEqualTo("route.rules[1] (c.json:5:22)");
      assertThatThrownBy(() ->
              motet.explain(
                  new Question(
                      "nope",
                      Network.TCP,
                      null,
                      Destination.of("a", 1),
                      null,
                      null,
                      null,
                      null,
                      false)))
          .hasMessageContaining("inbound not found: nope");
    }
  }

  private static Config config(int port) throws Exception {
    return ConfigLoader.parse("c.json", RULES.formatted(port));
  }

  private static Question question(boolean resolve) {
    return new Question(
        "in", Network.TCP, null, Destination.of("a.test", 80), null, null, null, null, resolve);
  }
}
