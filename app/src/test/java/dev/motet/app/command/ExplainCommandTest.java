package dev.motet.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.json.PlainJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final String RULES =
      """
      {"dns": {"servers": [{"type": "hosts", "predefined": {"a.test": "10.0.0.1"}}]},
       "inbounds": [{"type": "socks", "tag": "in", "listen_port": 0}],
       "outbounds": [{"type": "direct", "tag": "out"}, {"type": "block", "tag": "no"}],
       "route": {"rules": [
         {"action": "resolve"},
         {"inbound": "in", "auth_user": "joe", "source_ip_cidr": "192.0.2.1", "network": "udp",
          "outbound": "no"},
         {"ip_is_private": true, "action": "reject"}]}}\
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void printsEachRuleAndTheDecision() throws IOException {
    assertThat(explain("a.test:80")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(7)
        .contains("    does not match: inbound=in")
        .last()
        .isEqualTo("= route to outbound \"out\" by final: a.test:80");
  }

  @Test
  void takesWhatIsKnownOfTheSession() throws IOException {
    assertThat(
            explain(
                "a.test:80",
                "--inbound",
                "in",
                "--user",
                "joe",
                "--source",
                "192.0.2.1:5",
                "-n",
                "udp"))
        .isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("= route to outbound \"no\" by route.rules\\[1] \\(.*r.json:6:4\\)");
  }

  @Test
  void resolvesOnlyWhenAsked() throws Exception {
    assertThat(explain("--resolve", "--json", "a.test:80")).isZero();

    Map<?, ?> json = (Map<?, ?>) PlainJson.read(out.toString(StandardCharsets.UTF_8));
    assertThat(((Map<?, ?>) json.get("decision")).get("action")).isEqualTo("reject");
    assertThat(((Map<?, ?>) json.get("decision")).get("resolved")).isEqualTo(List.of("10.0.0.1"));
  }

  @Test
  void saysWhatIsWrongWithAQuestion() throws IOException {
    assertThat(explain("a.test:80", "--inbound", "nope")).isEqualTo(1);
    assertThat(explain("a.test")).isEqualTo(1);
    assertThat(explain("a.test:80", "--protocol", "nope")).isEqualTo(1);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("inbound not found: nope")
        .contains("\"a.test\" is no destination (expected: host:port)")
        .contains("no protocol \"nope\"");
  }

  private int explain(String... args) throws IOException {
    Path file = Files.writeString(folder.resolve("r.json"), RULES);
    List<String> all = new ArrayList<>(List.of("explain", "-c", file.toString()));
    all.addAll(List.of(args));
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of());
    return new Commands(terminal).run(all.toArray(String[]::new));
  }
}
