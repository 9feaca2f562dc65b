package dev.motet.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.api.control.ControlServer;
import dev.motet.app.command.Commands;
import dev.motet.app.command.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Commands that ask a running program through its control socket.
@EnabledOnOs({OS.LINUX, OS.MAC})
class ControlProcessTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir Path folder;

  /// What a command left behind.
  private record Result(int code, String out, String err) {}

  private Map<String, String> environment() {
    return Map.of("XDG_RUNTIME_DIR", folder.toString(), "RUNTIME_DIRECTORY", "");
  }

  private Result motet(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment());
    int code = new Commands(terminal).run(args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private MotetProcess run(String more) throws IOException {
    write(more);
    return MotetProcess.start(folder, environment(), "run", "--disable-color");
  }

  private void write(String more) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"log": {"level": "info"},
         "inbounds": [{"type": "socks", "tag": "in", "listen": "127.0.0.1", "listen_port": 0}]%s}
        """
            .formatted(more));
  }

  @Test
  void withoutAnInstanceItSaysSo() {
    for (String[] command : new String[][] {{"status"}, {"explain", "--live", "a.test:80"}}) {
      Result result = motet(command);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err())
          .contains("no instance of this user runs with a control socket in " + folder)
          .doesNotContain("\tat ");
    }
  }

  @Test
  void showsListsAndCutsSessions() throws Exception {
    try (MotetProcess motet = run("");
        ServerSocket origin = new ServerSocket(0, 1, LOOPBACK)) {
      int port = motet.awaitPort();
      motet.await("control socket");
      assertThat(motet("sessions").out()).startsWith("ID").hasLineCount(1);
      try (Socket client = connect(port, origin.getLocalPort());
          Socket server = origin.accept()) {
        client.getOutputStream().write(new byte[100]);
        assertThat(server.getInputStream().readNBytes(100)).hasSize(100);
        Result status = motet("status");
        assertThat(status.out())
            .contains("listens on 127.0.0.1:" + port + " (in)", "1 sessions", "100 bytes up");
        String[] row =
            motet("sessions").out().lines().skip(1).findFirst().orElseThrow().split("  +");
        assertThat(row).contains("tcp", "127.0.0.1:" + origin.getLocalPort(), "direct", "100");
        assertThat(motet("close", row[0]).code()).isZero();
        assertThatThrownBy(() -> server.getInputStream().read()).hasMessage("Connection reset");
        assertThat(motet("close", row[0]).err()).contains("no session " + row[0]);
      }
      assertThat(motet("status", "--json").out())
          .startsWith("{\"pid\":")
          .contains("\"accepted\":1");
    }
  }

  @Test
  void reloadsAndSaysWhyNot() throws Exception {
    try (MotetProcess motet = run("")) {
      motet.await("control socket");
      assertThat(motet("reload").out()).contains("configuration number 2 is in force");
      Files.writeString(folder.resolve("config.json"), "{\"inbound\": []}");
      Result refused = motet("reload");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("inbound", "config.json:1:2", "did you mean \"inbounds\"");
      assertThat(motet("status").out()).contains("configuration number 2");
    }
  }

  @Test
  void explainsTheRulesThatAreInForce() throws Exception {
    String rules = ", \"route\": {\"rules\": [{\"inbound\": \"in\", %s, \"action\": \"reject\"}]}";
    try (MotetProcess motet = run(rules.formatted("\"port\": 80"))) {
      motet.await("control socket");
      String[] question = {"explain", "--live", "--inbound", "in", "a.test:80"};
      assertThat(motet(question).out())
          .containsPattern(
              "[+] route.rules\\[0] \\(config.json:[0-9]+:[0-9]+\\): inbound=in port=80 => reject")
          .containsPattern(
              "= reject by route.rules\\[0] \\(config.json:[0-9]+:[0-9]+\\): a.test:80");

      write(rules.formatted("\"port\": 81"));
      assertThat(motet(question).out()).as("the file alone changes nothing").contains("port=80");
      assertThat(motet("reload").code()).isZero();
      assertThat(motet(question).out())
          .contains(
              "    does not match: port=81", "= route to outbound \"direct\" by final: a.test:80");
      assertThat(motet("explain", "--live", "--json", "--inbound", "in", "a.test:81").out())
          .startsWith(
              "{\"question\":{\"inbound\":\"in\",\"network\":\"tcp\",\"destination\":\"a.test:81\"}")
          .contains("\"snapshot\":2", "\"action\":\"reject\"");
      assertThat(motet("status", "--json").out()).contains("\"accepted\":0");

      assertThat(motet("explain", "--live", "--inbound", "out", "a.test:80").err())
          .contains("inbound not found: out (known: in)");
      assertThat(motet("explain", "--live", "-c", "config.json", "a.test:80").err())
          .contains("--live asks for the rules that are in force");
    }
  }

  /// What another version might send.
  @Test
  void anExplanationThatIsNoneIsRefused() throws Exception {
    Path place = folder.resolve("other.sock");
    try (ControlServer _ = ControlServer.open(place, (_, _) -> Map.of("steps", 1))) {
      assertThat(motet("explain", "--socket", place.toString(), "a.test:80").err())
          .contains("the instance answers in another way: no \"question\" (expected: an object)");
    }
  }

  @Test
  void changesTheLogLevel() throws Exception {
    try (MotetProcess motet = run("")) {
      motet.await("control socket");
      assertThat(motet("log-level").out().strip()).isEqualTo("info");
      assertThat(motet("log-level", "debug").out().strip()).isEqualTo("debug");
      assertThat(motet("log-level", "loud").err()).contains("no log level \"loud\"");
      assertThat(motet("log-level").out().strip()).isEqualTo("debug");
    }
  }

  @Test
  void aPlaceOfItsOwnAndNoneAtAll() throws Exception {
    Path place = folder.resolve("my.sock");
    String control = ", \"experimental\": {\"control\": {\"path\": \"%s\"}}".formatted(place);
    try (MotetProcess motet = run(control)) {
      motet.await("control socket");
      assertThat(motet("status", "--socket", place.toString()).code()).isZero();
      assertThat(motet("status").code()).isEqualTo(1);
      String file = folder.resolve("config.json").toString();
      assertThat(motet("status", "-c", file).out())
          .as("its configuration leads there")
          .contains("up");
      motet.signal("TERM");
      assertThat(motet.exitCode()).isZero();
      assertThat(place).doesNotExist();
    }
    try (MotetProcess motet = run(", \"experimental\": {\"control\": {\"enabled\": false}}")) {
      motet.await("motet started");
      assertThat(motet("status").code()).isEqualTo(1);
    }
  }

  @Test
  void twoInstancesHaveToBeToldApart() throws Exception {
    try (MotetProcess one = run("");
        MotetProcess two = run("")) {
      one.await("control socket");
      two.await("control socket");
      assertThat(motet("status").err()).contains("several instances run, choose one with --socket");
    }
  }

  @Test
  void thereIsNoGroupToChooseFrom() throws Exception {
    try (MotetProcess motet = run("")) {
      motet.await("control socket");
      assertThat(motet("select", "g", "m").err()).contains("no group \"g\"");
      assertThat(motet("groups").out()).hasLineCount(1);
    }
  }

  private static Socket connect(int proxy, int target) throws IOException {
    Socket client = new Socket(LOOPBACK, proxy);
    client.setSoTimeout(60_000);
    client.getOutputStream().write(new byte[] {5, 1, 0});
    DataInputStream in = new DataInputStream(client.getInputStream());
    assertThat(in.readShort()).isEqualTo((short) 0x0500);
    client
        .getOutputStream()
        .write(new byte[] {5, 1, 0, 1, 127, 0, 0, 1, (byte) (target >> 8), (byte) target});
    assertThat(in.readNBytes(10)[1]).isZero();
    return client;
  }
}
