package dev.motet.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `motet tools` against servers on loopback.
class ToolsCommandTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static final HttpHandler PAGE =
      exchange -> {
        String text =
            exchange.getRequestHeaders().getFirst("User-Agent") + exchange.getRequestURI();
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
            200, exchange.getRequestURI().getPath().equals("/c") ? 0 : body.length);
        try (var out = exchange.getResponseBody()) {
          out.write(body);
        }
      };

  @TempDir Path folder;

  /// What a command left behind.
  private record Result(int code, String out, String err) {}

  private static Result motet(InputStream in, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of());
    int code = new Commands(terminal).run(args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Result motet(String... args) {
    return motet(InputStream.nullInputStream(), args);
  }

  private String config(String text) throws IOException {
    return Files.writeString(folder.resolve("config.json"), text).toString();
  }

  @Test
  void fetchesSeveralPagesThroughTheDefaultOutbound() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.createContext("/", PAGE);
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      Result result = motet("tools", "fetch", base + "/a?b=%20", base + "/c");
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualTo("curl/7.88.0/a?b=%20curl/7.88.0/c");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void usesTheOutboundThatIsNamed() throws IOException {
    String config =
        config(
            "{\"outbounds\":[{\"type\":\"direct\",\"tag\":\"d\"},{\"type\":\"block\",\"tag\":\"b\"}]}");
    Result blocked = motet("tools", "-c", config, "fetch", "-o", "b", "http://127.0.0.1:1/");
    assertThat(blocked.code()).isEqualTo(1);
    Result unknown = motet("tools", "-c", config, "fetch", "-o", "x", "http://127.0.0.1:1/");
    assertThat(unknown.err()).contains("outbound \"x\" not found (known: d, b)");
  }

  @Test
  void inboundsStayClosed() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, LOOPBACK)) {
      String config =
          config(
              "{\"inbounds\":[{\"type\":\"socks\",\"listen\":\"127.0.0.1\",\"listen_port\":%d}]}"
                  .formatted(busy.getLocalPort()));
      assertThat(motet("tools", "-c", config, "fetch", "ftp://x/").err())
          .contains("unsupported scheme: ftp");
    }
  }

  @Test
  void fetchesOverTlsOnlyWhatTheStoreTrusts() throws Exception {
    Path keys = folder.resolve("keys.p12");
    keytool(
        "-genkeypair",
        keys,
        "-alias",
        "a",
        "-keyalg",
        "EC",
        "-dname",
        "CN=x",
        "-ext",
        "san=ip:127.0.0.1");
    Path pem = folder.resolve("root.pem");
    keytool("-exportcert", keys, "-alias", "a", "-rfc", "-file", pem.toString());
    HttpsServer server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.createContext("/", PAGE);
    server.start();
    try {
      String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/s";
      String trusting =
          config(
              "{\"certificate\":{\"store\":\"none\",\"certificate_path\":\"%s\"}}".formatted(pem));
      Result result = motet("tools", "-c", trusting, "fetch", url);
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualTo("curl/7.88.0/s");
      String otherName = url.replace("127.0.0.1", "localhost");
      assertThat(motet("tools", "-c", trusting, "fetch", otherName).code()).isEqualTo(1);
      Result untrusted = motet("tools", "-c", config("{}"), "fetch", url);
      assertThat(untrusted.code()).isEqualTo(1);
      assertThat(untrusted.err()).startsWith("FATAL[0000] ").contains("PKIX");
    } finally {
      server.stop(0);
    }
  }

  private static void keytool(String command, Path store, String... more) throws Exception {
    var line = new java.util.ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(java.util.List.of(command, "-keystore", store.toString(), "-storepass", "secret"));
    line.addAll(java.util.List.of(more));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static SSLContext context(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance(keys.toFile(), "secret".toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void connectJoinsStandardStreamsWithTheDestination() throws Exception {
    try (ServerSocket origin = new ServerSocket(0, 1, LOOPBACK)) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = origin.accept()) {
              byte[] all = socket.getInputStream().readAllBytes();
              socket
                  .getOutputStream()
                  .write(
                      ("got " + new String(all, StandardCharsets.UTF_8))
                          .getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      Result result =
          motet(
              new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)),
              "tools",
              "connect",
              "127.0.0.1:" + origin.getLocalPort());
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).isEqualTo("got hello");
    }
    assertThat(motet("tools", "connect", "nowhere").err()).contains("expected: host:port");
    assertThat(motet("tools", "connect", "-n", "icmp", "a:1").err()).contains("expected: tcp, udp");
  }

  @Test
  void synctimePrintsTheServersTime() throws Exception {
    CountDownLatch served = new CountDownLatch(1);
    try (DatagramSocket server = new DatagramSocket(0, LOOPBACK)) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              answer(server);
              served.countDown();
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      Result result =
          motet(
              "tools", "synctime", "-f", "yyyy-MM-dd", "-s", "127.0.0.1:" + server.getLocalPort());
      assertThat(result.err()).isEmpty();
      assertThat(LocalDate.parse(result.out().strip()))
          .isBetween(LocalDate.now().plusDays(9), LocalDate.now().plusDays(11));
      served.await();
    }
    assertThat(motet("tools", "synctime", "-s", "").err())
        .isEqualTo("FATAL[0000] address \"\" (expected: host or host:port)\n");
    assertThat(motet("tools", "synctime", "-w").err()).contains("known but not built yet");
  }

  /// One SNTP answer that is ten days ahead.
  private static void answer(DatagramSocket server) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[48], 48);
    server.receive(packet);
    ByteBuffer message = ByteBuffer.wrap(packet.getData());
    long nonce = message.getLong(40);
    long seconds = Instant.now().getEpochSecond() + 2_208_988_800L + 10 * 86_400;
    message.put(0, (byte) 0x24).put(1, (byte) 1).putLong(16, seconds << 32);
    message.putLong(24, nonce).putLong(32, seconds << 32).putLong(40, seconds << 32);
    server.send(packet);
  }
}
