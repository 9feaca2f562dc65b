package dev.motet.api.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Requests over the control socket, proper ones and others.
@ExtendWith(LeakCheck.class)
@DisabledOnOs(OS.WINDOWS)
class ControlServerTest {
  @TempDir Path folder;

  private ControlServer open() throws IOException {
    return ControlServer.open(
        folder.resolve("c.sock"),
        (command, arguments) -> {
          if (command.equals("fail")) {
            throw new ControlException("no: " + arguments);
          }
          return List.of(command, arguments);
        });
  }

  @Test
  void answersWithWhatTheHandlerSays() throws Exception {
    try (ControlServer server = open()) {
      assertThat(ControlClient.ask(server.path(), "close", Map.of("id", 17L, "x", "ä\n")))
          .isEqualTo(List.of("close", Map.of("id", 17L, "x", "ä\n")));
      assertThatThrownBy(() -> ControlClient.ask(server.path(), "fail", Map.of("a", true)))
          .isInstanceOf(ControlException.class)
          .hasMessage("no: {a=true}");
    }
  }

  @Test
  void onlyItsUserMayOpenIt() throws Exception {
    try (ControlServer server = open()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.path())))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void whatIsNoRequestGetsAnError() throws Exception {
    try (ControlServer server = open()) {
      assertThat(raw(server.path(), "{}\n")).contains("\"error\":\"no request");
      assertThat(raw(server.path(), "[1]\n")).contains("\"error\":\"no request");
      assertThat(raw(server.path(), "{\"command\":7}\n")).contains("\"error\":\"no request");
      assertThat(raw(server.path(), "{nonsense\n")).contains("\"error\":\"no JSON");
      assertThat(raw(server.path(), "\n")).contains("\"error\":\"no JSON");
    }
  }

  @Test
  void aLineWithoutEndIsGivenUp() throws Exception {
    try (ControlServer server = open()) {
      String endless = "x".repeat(ControlServer.MAX_REQUEST + 1);
      assertThat(raw(server.path(), endless)).isEmpty();
      assertThat(ControlClient.ask(server.path(), "still", Map.of()))
          .isEqualTo(List.of("still", Map.of()));
    }
  }

  @Test
  void anAcceptThatFailsEndsNothing() throws Exception {
    AtomicInteger failures = new AtomicInteger(2);
    try (ControlServer server =
        ControlServer.open(
            folder.resolve("c.sock"),
            (command, _) -> command,
            socket -> {
              if (failures.getAndDecrement() > 0) {
                throw new IOException("Too many open files");
              }
              return socket.accept();
            })) {
      assertThat(ControlClient.ask(server.path(), "one", Map.of())).isEqualTo("one");
      failures.set(1);
      assertThat(ControlClient.ask(server.path(), "two", Map.of())).isEqualTo("two");
      assertThat(ControlClient.ask(server.path(), "three", Map.of())).isEqualTo("three");
    }
  }

  @Test
  void closesWhileAcceptingPauses() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    ControlServer server =
        ControlServer.open(
            folder.resolve("c.sock"),
            (command, _) -> command,
            _ -> {
              failures.incrementAndGet();
              throw new IOException("Too many open files");
            });
    Background.until(() -> failures.get() >= 2);
    server.close();
    assertThat(server.path()).doesNotExist();
  }

  @Test
  void theSocketGoesWithTheServer() throws Exception {
    ControlServer server = open();
    server.close();
    assertThat(server.path()).doesNotExist();
    assertThatThrownBy(() -> ControlClient.ask(server.path(), "status", Map.of()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aSocketThatWasLeftBehindIsReplacedAndOneInUseIsNot() throws Exception {
    Path path = folder.resolve("c.sock");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (ControlServer server = open()) {
      assertThat(ControlClient.answers(server.path())).isTrue();
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another process");
      assertThat(ControlClient.answers(server.path())).isTrue();
    }
  }

  @Test
  void whatIsNoSocketIsNotReplaced() throws Exception {
    Path path = Files.writeString(folder.resolve("c.sock"), "somebody's");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage("control socket " + path + ": there is a file that is no socket");
    assertThat(path).hasContent("somebody's");
    assertThat(folder.toFile().list()).containsExactly("c.sock");
  }

  /// What comes back before the end.
  private static String raw(Path path, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
      ByteBuffer in = ByteBuffer.allocate(4096);
      try {
        while (out.hasRemaining()) {
          int _ = channel.write(out);
        }
        while (channel.read(in) >= 0) {
          // until the end
        }
      } catch (IOException _) {
        // cut: what was read counts
      }
      return new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
    }
  }
}
