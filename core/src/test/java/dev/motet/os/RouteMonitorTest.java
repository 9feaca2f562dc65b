package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Linux;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A network namespace of its own, whose interfaces and routes come and go.
class RouteMonitorTest {
  private final String name = "motet-routes-" + ProcessHandle.current().pid();

  @BeforeEach
  void makeNamespace() throws Exception {
    Linux.rootRequired();
    Linux.run("ip", "netns", "add", name);
    ip("link", "add", "one", "type", "veth", "peer", "name", "one-peer");
    ip("link", "add", "two", "type", "veth", "peer", "name", "two-peer");
    ip("link", "set", "one-peer", "up");
    ip("link", "set", "two-peer", "up");
    ip("addr", "add", "192.0.2.1/24", "dev", "one");
    ip("addr", "add", "198.51.100.1/24", "dev", "two");
    ip("link", "set", "one", "up");
    ip("link", "set", "two", "up");
  }

  @AfterEach
  void removeNamespace() throws Exception {
    Linux.run("ip", "netns", "del", name);
  }

  private void ip(String... words) throws Exception {
    String[] command = new String[words.length + 3];
    command[0] = "ip";
    command[1] = "-n";
    command[2] = name;
    System.arraycopy(words, 0, command, 3, words.length);
    Linux.run(command);
  }

  @Test
  void tellsOfTheDefaultInterfaceAndOfItsChanges() throws Exception {
    Process process =
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                name,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RouteMonitorMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("null one");
      ip("route", "add", "default", "dev", "two", "metric", "50");
      assertThat(lines.readLine()).isEqualTo("two one");
      ip("route", "add", "default", "dev", "one", "metric", "10");
      assertThat(lines.readLine()).isEqualTo("one one");
      ip("link", "del", "one");
      assertThat(lines.readLine()).isEqualTo("two null");
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }
}
