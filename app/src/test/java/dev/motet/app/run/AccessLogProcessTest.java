package dev.motet.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.json.PlainJson;
import dev.motet.testkit.Echo;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The line that a session leaves behind.
class AccessLogProcessTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void tellsProgramsEachPartOfIt() throws Exception {
    try (Echo echo = Echo.start();
        MotetProcess motet = run("json")) {
      use(motet.await("tcp server started at "), echo);
      Map<?, ?> line = (Map<?, ?>) PlainJson.read(motet.await("\"tag\":\"access\""));

      assertThat(line.get("level")).isEqualTo("info");
      assertThat(line.get("inbound")).isEqualTo("in");
      assertThat(line.get("network")).isEqualTo("tcp");
      assertThat(line.get("source").toString()).startsWith("127.0.0.1:");
      assertThat(line.get("user")).isEqualTo("joe");
      assertThat(line.get("destination")).isEqualTo("127.0.0.1:" + echo.port());
      assertThat(line.get("protocol")).isEqualTo("http");
      assertThat(line.get("domain")).isEqualTo("www.example.org");
      assertThat(line.get("rule").toString()).startsWith("route.rules[1] (config.json:5:");
      assertThat(line.get("snapshot")).isEqualTo(1L);
      assertThat(line.get("outbounds")).isEqualTo(List.of("out"));
      assertThat(line.get("up_bytes")).isEqualTo((long) REQUEST.length);
      assertThat(line.get("down_bytes")).isEqualTo((long) REQUEST.length);
      assertThat(line.get("duration_ms")).isInstanceOf(Long.class);
      assertThat(line.get("end")).isEqualTo("ended");
      assertThat(line.get("session")).isInstanceOf(Long.class);
    }
  }

  @Test
  void tellsPeopleInOneSentence() throws Exception {
    try (Echo echo = Echo.start();
        MotetProcess motet = run("text")) {
      use(motet.await("tcp server started at "), echo);

      assertThat(motet.await(" access: "))
          .matches(
              "INFO\\[\\d+] \\[\\d+ \\w+] access: \\[joe] tcp from 127\\.0\\.0\\.1:\\d+ to"
                  + " 127\\.0\\.0\\.1:\\d+ \\(www\\.example\\.org\\) by route\\.rules\\[1]"
                  + " \\(config\\.json:5:\\d+\\) via out: "
                  + REQUEST.length
                  + " up, "
                  + REQUEST.length
                  + " down, \\d+ ms, ended");
    }
  }

  private MotetProcess run(String format) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"log": {"level": "info", "format": "%s"},
         "inbounds": [{"type": "socks", "tag": "in", "listen_port": 0,
                       "users": [{"username": "joe", "password": "p"}]}],
         "outbounds": [{"type": "direct", "tag": "out"}],
         "route": {"rules": [{"action": "sniff"}, {"protocol": "http", "outbound": "out"}]}}
        """
            .formatted(format));
    return MotetProcess.start(folder, Map.of(), "run", "--disable-color");
  }

  /// One request through the inbound, whose port the line ends in.
  private static void use(String started, Echo echo) throws IOException {
    String port = started.replaceAll("(?s).*started at [0-9.]+:(\\d+).*", "$1");
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      client.setSoTimeout(60_000);
      ByteArrayOutputStream hello = new ByteArrayOutputStream();
      hello.writeBytes(new byte[] {5, 1, 2, 1, 3, 'j', 'o', 'e', 1, 'p'});
      byte[] connect = {5, 1, 0, 1, 127, 0, 0, 1, 0, 0};
      ByteBuffer.wrap(connect).putShort(8, (short) echo.port());
      hello.writeBytes(connect);
      client.getOutputStream().write(hello.toByteArray());
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.readNBytes(2 + 2 + 10);
      client.getOutputStream().write(REQUEST);
      assertThat(in.readNBytes(REQUEST.length)).isEqualTo(REQUEST);
      client.shutdownOutput();
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
