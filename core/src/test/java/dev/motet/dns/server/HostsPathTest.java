package dev.motet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsPathTest {
  @ParameterizedTest
  @CsvSource({
    "/etc/hosts, /etc/hosts",
    "$A/hosts, a$1\\b/hosts",
    "${A}x, a$1\\bx",
    "$NONE/x, /x",
    "cost$, cost$",
  })
  void pathsCanNameVariablesOfTheEnvironment(String path, String expected) {
    Map<String, String> environment = Map.of("A", "a$1\\b");

    assertThat(HostsServer.expanded(path, environment::get)).isEqualTo(expected);
  }
}
