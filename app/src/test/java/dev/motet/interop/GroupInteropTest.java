package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Groups of Motet and of a real sing-box with the same configuration, the same members and the
/// same delays: the same member gets the connection.
///
/// A member is a `direct` outbound that leads to a [Landing] of its own, whatever it is asked for.
@Tag("interop")
class GroupInteropTest {
  @TempDir Path folder;

  private Landing a;
  private Landing b;
  private Landing c;
  private int entrance;

  /// Who runs the configuration.
  private enum Program {
    MOTET,
    SING_BOX
  }

  static Stream<Program> programs() {
    return Stream.of(Program.values());
  }

  @BeforeEach
  void land() throws IOException {
    a = new Landing('a');
    b = new Landing('b');
    c = new Landing('c');
    entrance = Ports.free();
  }

  @AfterEach
  void close() throws IOException {
    a.close();
    b.close();
    c.close();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aSelectorBeginsWithItsDefault(Program program) throws Exception {
    try (AutoCloseable _ = run(program, "\"type\":\"selector\",\"default\":\"b\"")) {
      assertThat(used()).isEqualTo('b');
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aSelectorWithoutADefaultBeginsWithTheFirst(Program program) throws Exception {
    try (AutoCloseable _ = run(program, "\"type\":\"selector\"")) {
      assertThat(used()).isEqualTo('a');
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theFastestByMoreThanTheToleranceIsUsed(Program program) throws Exception {
    a.delay(600);
    b.delay(20);
    c.delay(300);
    try (AutoCloseable _ = run(program, urltest(100))) {
      await('b');
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void withinTheToleranceTheFirstIsUsed(Program program) throws Exception {
    a.delay(300);
    b.delay(20);
    c.delay(200);
    try (AutoCloseable _ = run(program, urltest(2000))) {
      Background.until(() -> a.answers() > 0 && b.answers() > 0 && c.answers() > 0);
      // Until the program has seen the last answer, the fastest of the others is used.
      await('a');
      Background.until(() -> a.answers() > 2);
      assertThat(used()).isEqualTo('a');
    }
  }

  /// Another member takes over when it is faster by more than the tolerance, and not before.
  @ParameterizedTest
  @MethodSource("programs")
  void theWinnerStaysUntilAnotherIsMuchFaster(Program program) throws Exception {
    a.delay(700);
    b.delay(200);
    c.delay(700);
    try (AutoCloseable _ = run(program, urltest(400))) {
      await('b');
      c.delay(10);
      int tests = c.answers();
      Background.until(() -> c.answers() > tests + 1);
      assertThat(used()).isEqualTo('b');
      b.delay(900);
      await('c');
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aMemberThatAnswersNoTestIsLeft(Program program) throws Exception {
    b.delay(400);
    c.delay(900);
    try (AutoCloseable _ = run(program, urltest(50))) {
      await('a');
      a.close();
      await('b');
    }
  }

  /// Inventory OUT-4, OUT-5: connections of clients stay unless the option says otherwise.
  @ParameterizedTest
  @MethodSource("programs")
  void aSwitchInterruptsWhereThatIsWanted(Program program) throws Exception {
    for (boolean interrupt : new boolean[] {true, false}) {
      a.delay(10);
      b.delay(500);
      c.delay(500);
      entrance = Ports.free();
      String group = urltest(50) + ",\"interrupt_exist_connections\":" + interrupt;
      try (AutoCloseable _ = run(program, group);
          Socket before = connected('a')) {
        a.delay(900);
        await('b');
        assertThat(isCut(before)).isEqualTo(interrupt);
      }
    }
  }

  private static String urltest(int tolerance) {
    return "\"type\":\"urltest\",\"url\":\"http://192.0.2.1/\",\"interval\":\"1s\",\"tolerance\":"
        + tolerance;
  }

  private AutoCloseable run(Program program, String group) throws Exception {
    String config =
        """
        {"log":{"disabled":true},
         "inbounds":[{"type":"direct","tag":"in","listen":"127.0.0.1","listen_port":%d,
           "network":"tcp","override_address":"192.0.2.1","override_port":80}],
         "outbounds":[{"tag":"g",%s,"outbounds":["a","b","c"]},%s,%s,%s]}
        """
            .formatted(entrance, group, a.member(), b.member(), c.member());
    if (program == Program.MOTET) {
      return Local.start(config);
    }
    Path file = Files.createTempFile(folder, "sing-box", ".json");
    Files.writeString(file, config);
    String singBox = Peer.SING_BOX.require().toString();
    // the override of a direct outbound is deprecated there
    Map<String, String> allowed = Map.of("ENABLE_DEPRECATED_DESTINATION_OVERRIDE_FIELDS", "true");
    return PeerProcess.start(
            folder, allowed, singBox, "run", "--disable-color", "-c", file.toString())
        .awaitPort(entrance);
  }

  /// The member that a connection goes to.
  private char used() throws IOException {
    try (Socket socket = open()) {
      return (char) socket.getInputStream().read();
    }
  }

  /// Connects until this member is the one; each connection is a use of the group.
  private void await(char member) {
    Background.until(() -> {
      try {
        return used() == member;
      } catch (IOException e) {
        return false;
      }
    });
  }

  /// A connection through this member that stays open.
  private Socket connected(char member) throws IOException {
    await(member);
    Socket socket = open();
    assertThat((char) socket.getInputStream().read()).isEqualTo(member);
    return socket;
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), entrance);
    socket.setSoTimeout((int) Background.LIMIT.toMillis());
    socket.getOutputStream().write('?');
    return socket;
  }

  private static boolean isCut(Socket socket) {
    try {
      socket.getOutputStream().write('?');
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
