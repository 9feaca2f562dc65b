package dev.motet.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Echo;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the first client of a process waits for.
@EnabledOnOs(OS.LINUX)
class StartPathTest {
  /// Each call site that is linked, as a line with the place and what links it.
  private static final String TRACE = "-Djava.lang.invoke.MethodHandle.TRACE_METHOD_LINKAGE=true";

  @TempDir Path folder;

  /// These are not kept in the cache of classes: each takes 1 to 20 ms of every start.
  @Test
  void linksNeitherSwitchesOverTypesNorMethodsOfRecords() throws Exception {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"log": {"level": "info"},
         "inbounds": [{"type": "socks", "listen": "127.0.0.1", "listen_port": 0}],
         "outbounds": [{"type": "direct"}]}
        """);
    try (Echo echo = Echo.start();
        MotetProcess motet =
            MotetProcess.start(folder, Map.of("JAVA_TOOL_OPTIONS", TRACE), "run")) {
      ask(motet.awaitPort(), echo.port());
      motet.signal("TERM");
      motet.await("stopping");

      List<String> linked =
          motet.seen().stream().filter(line -> line.contains("linkCallSite dev.motet.")).toList();
      assertThat(linked).as("call sites that the cache keeps").isNotEmpty();
      assertThat(linked)
          .noneMatch(line -> line.contains("SwitchBootstraps.typeSwitch"))
          .noneMatch(line -> line.contains("ObjectMethods.bootstrap"));
    }
  }

  /// Stays connected until the reply is there.
  private static void ask(int port, int echo) throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(30_000);
      byte[] request = {5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, 0, 0};
      ByteBuffer.wrap(request).putShort(request.length - 2, (short) echo);
      client.getOutputStream().write(request);
      byte[] reply = new byte[2 + 10];
      new DataInputStream(client.getInputStream()).readFully(reply);
      assertThat(reply).startsWith(5, 0, 5, 0);
    }
  }
}
