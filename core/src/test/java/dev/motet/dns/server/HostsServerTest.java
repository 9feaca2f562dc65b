package dev.motet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.Log;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.Wires;
import dev.motet.io.DialException;
import dev.motet.io.IpLiteral;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsServerTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();

  @TempDir private Path folder;

  @Test
  void readsEveryNameOfALine() {
    var entries =
        HostsFile.parse(
            """
            # a comment
            127.0.0.1 localhost LocalHost.Domain. # another
            ::1\tlocalhost
              10.0.0.1   spaced
            not-an-address name
            1.2.3 short
            10.0.0.2
            """);

    assertThat(entries)
        .containsOnlyKeys("localhost", "localhost.domain", "spaced")
        .containsEntry("localhost", List.of(ip("127.0.0.1"), ip("::1")));
  }

  @Test
  void whatIsNoPathOfThisSystemIsAnErrorOfTheConfiguration() {
    try (TestEnv env = new TestEnv()) {
      assertThatThrownBy(
              () -> new HostsServer(env, new HostsServerOptions(List.of("a\0"), Map.of())))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("`path` is none: ");
    }
  }

  @Test
  void predefinedNamesWinOverFiles() throws IOException {
    var server = server("1.1.1.1 a\n2.2.2.2 b\n", Map.of("A", List.of(ip("9.9.9.9"))));

    assertThat(server.lookup("a.")).containsExactly(ip("9.9.9.9"));
    assertThat(server.lookup("B")).containsExactly(ip("2.2.2.2"));
  }

  @Test
  void anUnknownNameIsADnsError() {
    assertThatThrownBy(() -> server("1.1.1.1 a\n", Map.of()).lookup("b"))
        .isInstanceOfSatisfying(
            DialException.class, e -> assertThat(e.reason()).isEqualTo(DialException.Reason.DNS));
  }

  @Test
  void looksForChangesAtMostEachFiveSeconds() throws IOException {
    var server = server("1.1.1.1 a\n", Map.of());
    assertThat(server.lookup("a")).containsExactly(ip("1.1.1.1"));
    Path file = folder.resolve("hosts");
    Files.writeString(file, "2.2.2.2 a\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    clock.advance(Duration.ofMillis(4_999));
    assertThat(server.lookup("a")).containsExactly(ip("1.1.1.1"));
    clock.advance(Duration.ofMillis(1));
    assertThat(server.lookup("a")).containsExactly(ip("2.2.2.2"));

    Files.delete(file);
    clock.advance(Duration.ofSeconds(5));
    assertThatThrownBy(() -> server.lookup("a")).isInstanceOf(DialException.class);
  }

  @Test
  void answersQueriesForAddressesOnly() throws IOException {
    var server = server("1.1.1.1 a\n::1 a\n", Map.of("b", List.of(ip("9.9.9.9"), ip("9.9.9.8"))));

    assertThat(server.exchange(Wires.query("A", RecordTypes.A)).answers())
        .hasToString("[A. 600 IN A 1.1.1.1]");
    assertThat(server.exchange(Wires.query("a", RecordTypes.AAAA)).answers())
        .hasToString("[a. 600 IN AAAA ::1]");
    assertThat(server.exchange(Wires.query("b", RecordTypes.A)).answers()).hasSize(2);
    Message none = server.exchange(Wires.query("b", RecordTypes.MX));
    assertThat(none.rcode()).as("the name exists").isEqualTo(Rcode.NOERROR);
    assertThat(none.answers()).isEmpty();
    assertThat(server.exchange(Wires.query("c", RecordTypes.A)).rcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  private HostsServer server(String text, Map<String, List<InetAddress>> predefined)
      throws IOException {
    Path file = folder.resolve("hosts");
    Files.writeString(file, text);
    return new HostsServer(
        predefined, List.of(new HostsFile(file, Log.named("dns/hosts[test]"), clock)));
  }

  private static InetAddress ip(String text) {
    return IpLiteral.parse(text);
  }
}
