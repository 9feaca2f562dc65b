package dev.motet.junit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each fault, through a SOCKS client to an echo server.
@ExtendWith({LeakCheck.class, MotetExtension.class})
class FaultsTest {
  private static Echo echo;

  @BeforeAll
  static void start() throws IOException {
    echo = Echo.start();
  }

  @AfterAll
  static void stop() throws IOException {
    echo.close();
  }

  private static Socket connect(TestProxy proxy) throws IOException {
    Socket socket = new Socket(proxy.socks());
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress("127.0.0.1", echo.port()));
    return socket;
  }

  private static void echoes(Socket socket, int bytes) throws IOException {
    byte[] sent = new byte[bytes];
    Arrays.fill(sent, (byte) 'x');
    Thread.ofVirtual()
        .start(() -> {
          try {
            socket.getOutputStream().write(sent);
          } catch (IOException _) {
            // the reader misses bytes
          }
        });
    assertThat(socket.getInputStream().readNBytes(bytes)).isEqualTo(sent);
  }

  @Test
  void withoutFaultsEverythingPasses(TestProxy proxy) throws Exception {
    try (Socket socket = connect(proxy)) {
      echoes(socket, 1 << 20);
      assertThat(proxy.sessions()).hasSize(1);
    }
  }

  @Test
  void latencyDelaysEachAnswerAndCostsNoThroughput(TestProxy proxy) throws Exception {
    proxy.faults().latency(Duration.ofMillis(200));
    try (Socket socket = connect(proxy)) {
      long start = System.nanoTime();
      echoes(socket, 1);
      assertThat(System.nanoTime() - start).isGreaterThan(190_000_000L);
      start = System.nanoTime();
      echoes(socket, 2 << 20); // 128 blocks one after the other would take 25 s
      assertThat(System.nanoTime() - start).isBetween(190_000_000L, 10_000_000_000L);
    }
  }

  @Test
  void bandwidthLimitsBothDirections(TestProxy proxy) throws Exception {
    proxy.faults().bandwidth(100_000);
    try (Socket socket = connect(proxy)) {
      long start = System.nanoTime();
      echoes(socket, 50_000);
      assertThat(System.nanoTime() - start).isGreaterThan(450_000_000L);
    }
  }

  @Test
  void aResetComesAfterItsBytes(TestProxy proxy) throws Exception {
    proxy.faults().on("127.0.0.1").reset(5_000);
    try (Socket socket = connect(proxy)) {
      echoes(socket, 2_000);
      assertThatThrownBy(() -> echoes(socket, 4_000)).isInstanceOfAny(IOException.class);
    }
  }

  @Test
  void aBlackHoleSwallowsUntilItIsTurnedOff(TestProxy proxy) throws Exception {
    try (Socket socket = connect(proxy)) {
      echoes(socket, 10);
      proxy.faults().blackhole();
      socket.getOutputStream().write("lost".getBytes(US_ASCII));
      socket.setSoTimeout(100);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      proxy.faults().clear();
      socket.setSoTimeout(30_000);
      echoes(socket, 10);
    }
  }

  @Test
  void aBlackHoleSwallowsTheEndToo(TestProxy proxy) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(proxy.socks())) {
      client.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
      try (Socket there = server.accept()) {
        proxy.faults().blackhole();
        client.shutdownOutput();
        there.setSoTimeout(300);
        assertThatThrownBy(() -> there.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);
      }
    }
  }

  @Test
  void namesAndHostsFailWhereTheyShall(TestProxy proxy) throws Exception {
    proxy.faults().on("gone.test").dnsFailure().on("127.0.0.1").refused();
    assertThatThrownBy(() -> connect(proxy)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> proxy.socketFactory().createSocket("gone.test", 80))
        .hasMessageContaining("no such name: gone.test");
  }

  @Test
  void faultsEndWithTheirTest(TestProxy proxy) throws Exception {
    assertThat(proxy.faults().of(dev.motet.io.Destination.of("gone.test", 80))).isEmpty();
    try (Socket socket = connect(proxy)) {
      echoes(socket, 10);
    }
    Background.until(() -> proxy.sessions().isEmpty());
  }
}
