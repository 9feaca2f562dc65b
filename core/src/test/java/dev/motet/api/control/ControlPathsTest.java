package dev.motet.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where control sockets are, and what is left of those whose processes are gone.
class ControlPathsTest {
  @TempDir Path folder;

  private ServerSocketChannel bind(String name) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(folder.resolve(name)));
  }

  @Test
  void socketsOfProcessesThatWereKilledGo() throws Exception {
    bind("1.sock").close();
    bind("named.sock").close();
    try (ServerSocketChannel _ = bind("2.sock")) {
      Map<String, String> environment = Map.of("RUNTIME_DIRECTORY", folder.toString());
      assertThat(ControlPaths.own(environment))
          .isEqualTo(folder.resolve(ProcessHandle.current().pid() + ".sock"));
      assertThat(ControlPaths.known(environment))
          .containsExactly(folder.resolve("2.sock"), folder.resolve("named.sock"));
    }
  }
}
