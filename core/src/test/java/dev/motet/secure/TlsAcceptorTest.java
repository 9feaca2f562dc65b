package dev.motet.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.Config;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.testkit.Background;
import dev.motet.testkit.HelloBytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What clients get that do not speak TLS, or not as they must: an alert, and the end of their own
/// connection.
class TlsAcceptorTest {
  private Motet motet;

  @BeforeEach
  void start() throws Exception {
    Config config =
        ConfigLoader.parse(
            "c.json",
            """
            {"inbounds": [{"type": "http", "tag": "in",
              "tls": {"enabled": true, "insecure": true, "handshake_timeout": "300ms"}}]}
            """);
    motet = Motet.start(config);
  }

  @AfterEach
  void stop() {
    motet.close();
  }

  private Socket client() throws IOException {
    InetSocketAddress at = motet.listening().get("in");
    Socket socket = new Socket(at.getAddress(), at.getPort());
    socket.setSoTimeout((int) Background.LIMIT.toMillis());
    return socket;
  }

  /// Type, version, length of two, level, description.
  private static byte[] alert(int description) {
    return new byte[] {21, 3, 3, 0, 2, 2, (byte) description};
  }

  @Test
  void plainTextIsAnsweredWithAnAlert() throws Exception {
    try (Socket client = client()) {
      client.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.getInputStream().readNBytes(7)[0]).isEqualTo((byte) 21);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aHelloThatNothingSuitsGetsAnAlert() throws Exception {
    byte[] hello =
        new HelloBytes()
            .shortList(43, 0x0304)
            .list(10, 0x0017)
            .list(13, 0x0403)
            .extension(51, "0000")
            .cipherSuites(0x1305)
            .records(1 << 14);
    try (Socket client = client()) {
      client.getOutputStream().write(hello);
      assertThat(client.getInputStream().readNBytes(7)).isEqualTo(alert(40));
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aSilentClientIsClosed() throws Exception {
    try (Socket client = client()) {
      assertThat(isEnded(client)).isTrue();
    }
  }

  @Test
  void garbageEndsItsOwnConnectionOnly() throws Exception {
    Random random = new Random(9);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        bytes[0] = 22;
      }
      try (Socket client = client()) {
        client.getOutputStream().write(bytes);
        client.shutdownOutput();
        assertThat(isEnded(client)).isTrue();
      }
    }
    plainTextIsAnsweredWithAnAlert();
  }

  private static boolean isEnded(Socket client) {
    try {
      client.getInputStream().readAllBytes();
      return true;
    } catch (IOException _) {
      return true; // a reset
    }
  }
}
