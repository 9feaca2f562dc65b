package dev.motet.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.engine.MotetOptions;
import dev.motet.suite.ProxyPair;
import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// REALITY between two instances; the site is a third one.
@ExtendWith(LeakCheck.class)
class RealitySelfTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String PRIVATE = "IDZx9I7s0fp_GYR168AwqH4wN2Jtfon6h1vt89rL4Gs";
  private static final String PUBLIC = "ENavTw1CcyPRmzrEVuYNk1V3JxoMDK-8QOStqwkbAwY";

  private Motet site;

  @BeforeEach
  void start() throws Exception {
    site =
        Motet.start(
            ConfigLoader.parse(
                "site.json",
                "{\"inbounds\": [{\"type\": \"http\", \"tag\": \"in\","
                    + " \"tls\": {\"enabled\": true, \"insecure\": true}}]}"));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private ProxyPair pair(String fingerprint, String shortId) {
    return TlsPairs.pair(
        fingerprint,
        """
        "server_name": "a.example", "reality": {"enabled": true, "private_key": "%s",
          "short_id": ["01ab"], "max_time_difference": "1m",
          "handshake": {"server": "127.0.0.1", "server_port": %d}}
        """
            .formatted(PRIVATE, site.listening().get("in").getPort()),
        """
        "server_name": "a.example", %s,
        "reality": {"enabled": true, "public_key": "%s", "short_id": "%s"}
        """
            .formatted(TlsPairs.utls(fingerprint), PUBLIC, shortId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chrome", "firefox", "safari", "edge", "ios"})
  void carries(String fingerprint) throws Exception {
    byte[] sent = new byte[70_000];
    new Random(7).nextBytes(sent);
    try (Echo echo = Echo.start(LOOPBACK);
        ProxyPair.Running running = pair(fingerprint, "01ab").start(MotetOptions.Sockets.NIO);
        Socket client = connect(running, echo.port())) {
      var writer = Background.run(() -> client.getOutputStream().write(sent));
      assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.get();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02"})
  void refusesOtherIds(String shortId) throws Exception {
    try (Echo echo = Echo.start(LOOPBACK);
        ProxyPair.Running running = pair("chrome", shortId).start(MotetOptions.Sockets.NIO)) {
      boolean refused;
      try (Socket client = connect(running, echo.port())) {
        client.getOutputStream().write('x');
        refused = client.getInputStream().read() < 0;
      } catch (SocketException _) {
        refused = true;
      }
      assertThat(refused).isTrue();
    }
  }

  private static Socket connect(ProxyPair.Running running, int port) throws IOException {
    Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, running.address()));
    try {
      socket.setSoTimeout((int) Background.LIMIT.toMillis());
      socket.connect(new InetSocketAddress(LOOPBACK, port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
