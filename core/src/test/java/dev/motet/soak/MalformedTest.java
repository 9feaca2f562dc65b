package dev.motet.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.testkit.Echo;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each malformed beginning ends its own connection at once, and no other.
class MalformedTest {
  private static final String CONFIG =
      """
      {"log":{"disabled":true},
       "inbounds":[
         {"type":"mixed","tag":"in","listen":"127.0.0.1"},
         {"type":"socks","tag":"socks","listen":"127.0.0.1"},
         {"type":"mixed","tag":"users","listen":"127.0.0.1",
          "users":[{"username":"u","password":"p"}]}]}
      """;

  private static Motet motet;
  private static Echo echo;
  private static Socket witness;

  @BeforeAll
  static void start() throws Exception {
    echo = Echo.start();
    motet = Motet.start(ConfigLoader.parse("config.json", CONFIG));
    witness = Wire.socks5(port("in"), echo.port());
  }

  @AfterAll
  static void stop() throws IOException {
    witness.close();
    motet.close();
    echo.close();
  }

  static Stream<Arguments> beginnings() {
    return Stream.of(
        socks("socks", "unknown version", 9, 1, 0),
        socks("in", "no methods", 5, 0),
        socks("in", "only unknown methods", 5, 2, 0x7f, 0x80),
        socks("in", "BIND", 5, 1, 0, 5, 2, 0, 1, 127, 0, 0, 1, 0, 80),
        socks("in", "unknown command", 5, 1, 0, 5, 9, 0, 1, 127, 0, 0, 1, 0, 80),
        socks("in", "unknown address type", 5, 1, 0, 5, 1, 0, 2, 127, 0, 0, 1, 0, 80),
        socks("in", "empty domain", 5, 1, 0, 5, 1, 0, 3, 0, 0, 80),
        socks("in", "wrong version in the request", 5, 1, 0, 4, 1, 0, 1, 127, 0, 0, 1, 0, 80),
        socks("in", "SOCKS 4 unknown command", 4, 7, 0, 80, 127, 0, 0, 1, 0),
        socks("in", "SOCKS 4a empty domain", 4, 1, 0, 80, 0, 0, 0, 1, 0, 0),
        socks("users", "no method with a password", 5, 1, 0),
        socks("users", "command before authentication", 5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, 0, 80),
        socks("users", "command instead of a password", 5, 1, 2, 5, 1, 0, 1, 127, 0, 0, 1, 0, 80),
        socks("users", "unknown version of authentication", 5, 1, 2, 5, 1, 'u', 1, 'p'),
        socks("users", "wrong password", 5, 1, 2, 1, 1, 'u', 1, 'x'),
        socks("users", "SOCKS 4 without a user", 4, 1, 0, 80, 127, 0, 0, 1, 0),
        http("no version", "GET http://127.0.0.1/\r\n\r\n"),
        http("unknown version", "GET http://127.0.0.1/ HTTP/9.9\r\n\r\n"),
        http("no target", "GET  HTTP/1.1\r\nHost: a\r\n\r\n"),
        http("relative target", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        http("unknown scheme", "GET gopher://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        http("CONNECT without a port", "CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n"),
        http("CONNECT with a port too high", "CONNECT a:70000 HTTP/1.1\r\nHost: a\r\n\r\n"),
        http("bare line feed", "GET http://127.0.0.1/ HTTP/1.1\nHost: a\n\n"),
        http("bare line feed in a header", get("A: b\nContent-Length: 5")),
        http("two lengths", post("Content-Length: 3\r\nContent-Length: 4")),
        http("length and chunks", post("Content-Length: 3\r\nTransfer-Encoding: chunked")),
        http("negative length", post("Content-Length: -3")),
        http("length with a sign", post("Content-Length: +3")),
        http("length too long", post("Content-Length: 99999999999999999999")),
        http("unknown coding", post("Transfer-Encoding: lzma")),
        http("space before the colon", get("A : b")),
        http("folded header", get("A: b\r\n c")),
        http("header without a colon", get("A")),
        http("NUL in a header", get("A: b\0c")),
        http("oversized header", get("A: " + "b".repeat(1 << 20))),
        http("endless request line", "G".repeat(1 << 20)),
        http("many headers", get("A: b\r\n".repeat(50_000) + "C: d")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("beginnings")
  void endsOnlyItsOwnConnection(String inbound, String name, byte[] bytes) throws Exception {
    try (Socket socket = Wire.connect(port(inbound))) {
      Thread writer = Thread.ofVirtual().start(() -> write(socket, bytes));
      String answer = everything(socket);
      assertThat(answer).as("answer").doesNotStartWith("HTTP/1.1 2").doesNotContain("tunnelled");
      writer.join();
    }
    witness.getOutputStream().write('w');
    assertThat(witness.getInputStream().read()).as("the other connection").isEqualTo('w');
  }

  @Test
  void randomBytesEndOnlyTheirOwnConnections() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[1 + random.nextInt(600)];
      random.nextBytes(bytes);
      bytes[0] = (byte) new int[] {4, 5, 'G', 'C', bytes[0]}[i % 5];
      try (Socket socket = Wire.connect(port(i % 2 == 0 ? "in" : "users"))) {
        write(socket, bytes);
        socket.shutdownOutput();
        everything(socket);
      }
    }
    witness.getOutputStream().write('r');
    assertThat(witness.getInputStream().read()).isEqualTo('r');
  }

  private static String everything(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        all.append((char) b);
      }
    } catch (SocketException _) {
      // reset: ended as well
    }
    return all.toString();
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException _) {
      // ended before all of it was written
    }
  }

  private static Arguments socks(String inbound, String name, int... bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = (byte) bytes[i];
    }
    return Arguments.of(inbound, "SOCKS: " + name, result);
  }

  private static Arguments http(String name, String text) {
    return Arguments.of("in", "HTTP: " + name, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String get(String header) {
    return "GET http://127.0.0.1:"
        + echo()
        + "/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + header
        + "\r\n\r\n";
  }

  private static String post(String header) {
    return "POST http://127.0.0.1:"
        + echo()
        + "/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + header
        + "\r\n\r\nabc";
  }

  private static int echo() {
    return echo.port();
  }

  private static int port(String tag) {
    return motet.listening().get(tag).getPort();
  }
}
