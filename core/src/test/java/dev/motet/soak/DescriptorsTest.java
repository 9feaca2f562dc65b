package dev.motet.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.MotetOptions;
import dev.motet.testkit.Echo;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void runningOutPausesAcceptingAndRecovers(MotetOptions.Sockets sockets) throws Exception {
    String config =
        """
        {"log":{"disabled":true},
         "inbounds":[{"type":"mixed","tag":"in","listen":"127.0.0.1"}]}
        """;
    try (Echo echo = Echo.start();
        ChildMotet motet = ChildMotet.start(LIMIT, ClassPath.ofJars(folder), sockets, config)) {
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
