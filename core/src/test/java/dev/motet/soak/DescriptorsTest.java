package dev.motet.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.MotetOptions;
import dev.motet.testkit.Echo;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Out of descriptors, Motet stops accepting for a while; it loses no connection and serves again
/// as soon as some are free.
@EnabledOnOs(OS.LINUX)
class DescriptorsTest {
  private static final int LIMIT = 256;
  private static final int CLIENTS = 400;

  /// Counting them is slow, and none is given back in between.
  private static final int BETWEEN_COUNTS = 64;

  @TempDir static Path folder;

  private static String classPath;

  @BeforeAll
  static void packClasses() throws IOException {
    classPath = ClassPath.ofJars(folder);
  }

  @ParameterizedTest
  @EnumSource
  void runningOutPausesAcceptingAndRecovers(MotetOptions.Sockets sockets) throws Exception {
    String config =
        """
        {"log":{"disabled":true},
         "inbounds":[{"type":"mixed","tag":"in","listen":"127.0.0.1"}]}
        """;
    try (Echo echo = Echo.start();
        ChildMotet motet = ChildMotet.start(LIMIT, classPath, sockets, config)) {
      Socket early = Wire.socks5(motet.port("in"), echo.port());
      List<Socket> crowd = new ArrayList<>();
      try (early) {
        for (int i = 0; i < CLIENTS; i++) {
          crowd.add(Wire.connect(motet.port("in"))); // into the backlog at the latest
        }
        awaitDescriptors(motet, LIMIT);
        echoes(early, 1);
        assertThat(motet.isAlive()).isTrue();
        for (Socket client : crowd) {
          client.close();
        }
        try (Socket late = Wire.socks5(motet.port("in"), echo.port())) {
          echoes(late, 2);
        }
        echoes(early, 3);
      } finally {
        for (Socket client : crowd) {
          client.close();
        }
      }
    }
  }

  /// Every packet from another source begins an association: they leave descriptors to TCP, and to
  /// those who come later.
  @ParameterizedTest
  @EnumSource
  void aFloodOfUdpSourcesLeavesDescriptorsToOthers(MotetOptions.Sockets sockets) throws Exception {
    try (Echo echo = Echo.start();
        ChildMotet motet =
            ChildMotet.start(
                4 * LIMIT,
                classPath,
                sockets,
                """
                {"log":{"disabled":true},
                 "inbounds":[{"type":"mixed","tag":"in","listen":"127.0.0.1"},
                             {"type":"direct","tag":"udp","listen":"127.0.0.1","network":"udp",
                              "override_address":"127.0.0.1","override_port":%d}]}
                """
                    .formatted(echo.port())
                    .replace("\n", ""))) {
      InetSocketAddress forward = new InetSocketAddress("127.0.0.1", motet.port("udp"));
      for (int i = 0; i < 20 * LIMIT; i++) {
        InetAddress source =
            InetAddress.getByAddress(new byte[] {127, 1, (byte) (i >> 8), (byte) i});
        try (DatagramSocket one = new DatagramSocket(0, source)) {
          one.send(new DatagramPacket(new byte[] {1}, 1, forward));
        }
        if (i % BETWEEN_COUNTS == 0) {
          assertThat(motet.openDescriptors()).isLessThan(3 * LIMIT);
        }
      }
      try (Socket late = Wire.socks5(motet.port("in"), echo.port())) {
        echoes(late, 1);
      }
      try (DatagramSocket late = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
        awaitAnswer(late, forward);
      }
      assertThat(motet.isAlive()).isTrue();
    }
  }

  /// Asks again like any client over UDP.
  private static void awaitAnswer(DatagramSocket client, InetSocketAddress to) throws IOException {
    client.setSoTimeout(500);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      client.send(new DatagramPacket(new byte[] {7}, 1, to));
      try {
        client.receive(new DatagramPacket(new byte[1], 1));
        return;
      } catch (SocketTimeoutException e) {
        assertThat(System.nanoTime() - deadline).as("time for an answer").isNegative();
      }
    }
  }

  private static void awaitDescriptors(ChildMotet motet, int count) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (motet.openDescriptors() < count) {
      assertThat(System.nanoTime() - deadline)
          .as("time for %d descriptors, %d are open", count, motet.openDescriptors())
          .isNegative();
      Thread.onSpinWait();
    }
  }

  private static void echoes(Socket socket, int b) throws IOException {
    socket.getOutputStream().write(b);
    assertThat(socket.getInputStream().read()).isEqualTo(b);
  }
}
