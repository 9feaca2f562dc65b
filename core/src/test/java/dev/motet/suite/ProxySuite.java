package dev.motet.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.engine.MotetOptions;
import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every protocol has to carry between two instances over the loopback, on every socket back
/// end. A protocol's self test extends this with a static method `pairs` that yields a `Stream` of
/// [Arguments] made by [#onAllBackEnds].
@ExtendWith(LeakCheck.class)
public abstract class ProxySuite {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int MEBIBYTE = 1024 * 1024;

  private Echo echo;
  private ProxyPair.Running running;

  /// A test of the suite: runs for every pair and back end.
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("pairs")
  @interface EachPair {}

  /// Each pair with each back end.
  protected static Stream<Arguments> onAllBackEnds(ProxyPair... pairs) {
    return Stream.of(pairs)
        .flatMap(pair ->
            Stream.of(MotetOptions.Sockets.NIO, MotetOptions.Sockets.EPOLL)
                .map(sockets -> Arguments.of(pair, sockets)));
  }

  private void start(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    assumeTrue(isThere(sockets), sockets + " does not work on this system");
    echo = Echo.start(LOOPBACK);
    running = pair.start(sockets);
  }

  @AfterEach
  void stop() throws Exception {
    if (running != null) {
      running.close();
    }
    if (echo != null) {
      echo.close();
    }
  }

  @EachPair
  void carriesAStreamBothWays(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    start(pair, sockets);
    try (Socket client = connect(echo.port())) {
      for (String text : List.of("hello", "again")) {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        assertThat(client.getInputStream().readNBytes(text.length()))
            .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @EachPair
  void carriesNames(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    start(pair, sockets);
    try (Socket client = connect(InetSocketAddress.createUnresolved("localhost", echo.port()))) {
      client.getOutputStream().write('x');
      assertThat(client.getInputStream().read()).isEqualTo('x');
    }
  }

  @EachPair
  void carriesAMebibyteBothWays(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    start(pair, sockets);
    byte[] sent = random(MEBIBYTE, 1);
    try (Socket client = connect(echo.port())) {
      var writer = Background.run(() -> client.getOutputStream().write(sent));
      byte[] received = client.getInputStream().readNBytes(MEBIBYTE);
      writer.get();
      assertThat(hash(received)).isEqualTo(hash(sent));
    }
  }

  /// The end of each direction arrives by itself, and what was sent before it arrives first.
  @EachPair
  void halfCloses(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    start(pair, sockets);
    byte[] question = random(100_000, 2);
    byte[] answer = random(100_000, 3);
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      var heard =
          Background.call(() -> {
            try (Socket accepted = server.accept()) {
              byte[] all = accepted.getInputStream().readAllBytes();
              accepted.getOutputStream().write(answer);
              return all;
            }
          });
      try (Socket client = connect(server.getLocalPort())) {
        OutputStream out = client.getOutputStream();
        out.write(question);
        client.shutdownOutput();
        assertThat(hash(client.getInputStream().readAllBytes())).isEqualTo(hash(answer));
      }
      assertThat(hash(heard.get())).isEqualTo(hash(question));
    }
  }

  @EachPair
  void theServerMayEndFirst(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    start(pair, sockets);
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      var heard =
          Background.call(() -> {
            try (Socket accepted = server.accept()) {
              accepted.getOutputStream().write('x');
              accepted.shutdownOutput();
              return accepted.getInputStream().readAllBytes();
            }
          });
      try (Socket client = connect(server.getLocalPort())) {
        assertThat(client.getInputStream().readAllBytes()).isEqualTo(new byte[] {'x'});
        client.getOutputStream().write(random(50_000, 4));
        client.shutdownOutput();
      }
      assertThat(heard.get()).isEqualTo(random(50_000, 4));
    }
  }

  @EachPair
  void tellsThatADestinationRefuses(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    start(pair, sockets);
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      closed = free.getLocalPort();
    }
    assertThatThrownBy(() -> connect(closed).close())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("SOCKS");
  }

  @EachPair
  void carriesAHundredStreamsAtOnce(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    start(pair, sockets);
    List<Background<Void>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] sent = random(20_000 + i, i);
      all.add(
          Background.run(() -> {
            try (Socket client = connect(echo.port())) {
              client.getOutputStream().write(sent);
              client.shutdownOutput();
              assertThat(hash(client.getInputStream().readAllBytes())).isEqualTo(hash(sent));
            }
          }));
    }
    for (Background<Void> each : all) {
      each.get();
    }
  }

  /// Of all sizes, to several destinations of one association; a protocol that carries streams only
  /// ends the association.
  @EachPair
  void carriesPacketsOrRefusesThem(ProxyPair pair, MotetOptions.Sockets sockets) throws Exception {
    start(pair, sockets);
    try (Echo other = Echo.start(LOOPBACK);
        UdpClient client = new UdpClient(running.address())) {
      if (!pair.udp()) {
        client.send(echo.port(), new byte[1]);
        client.expectEnd();
        return;
      }
      for (int size : new int[] {1, 0, 1200, 1400, 9000, 1, 2, 3, 4, 5}) {
        int port = size % 2 == 0 ? echo.port() : other.port();
        byte[] sent = random(size, size);
        client.send(port, sent);
        UdpClient.Received received = client.receive();
        assertThat(received.payload()).isEqualTo(sent);
        assertThat(received.from()).isEqualTo(new InetSocketAddress(LOOPBACK, port));
      }
    }
  }

  /// A connected socket through the client instance.
  protected final Socket connect(int port) throws IOException {
    return connect(new InetSocketAddress(LOOPBACK, port));
  }

  private Socket connect(InetSocketAddress to) throws IOException {
    Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, running.address()));
    try {
      socket.setSoTimeout((int) Background.LIMIT.toMillis());
      socket.connect(to);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static boolean isThere(MotetOptions.Sockets sockets) throws Exception {
    MotetOptions options = new MotetOptions(sockets, MotetOptions.DEFAULT.clock());
    try (Motet _ = Motet.start(ConfigLoader.parse("empty.json", "{}"), options)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] random(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] hash(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
