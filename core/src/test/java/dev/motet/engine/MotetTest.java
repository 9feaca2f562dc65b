package dev.motet.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.json.ConfigException;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whole instances from configuration text: start, reload, drain, close.
@ExtendWith(LeakCheck.class)
class MotetTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String SOCKS =
      """
      {"inbounds": [{"type": "socks", "tag": "in"}]}\
      """;

  private ServerSocket echo;

  @BeforeEach
  void startEcho() throws IOException {
    echo = new ServerSocket(0, 50, LOOPBACK);
    Thread.ofVirtual().start(() -> serve(echo));
  }

  @AfterEach
  void stopEcho() throws IOException {
    echo.close();
  }

  @Test
  void relaysThroughSocksToTheDefaultOutbound() throws Exception {
    try (Motet motet = start(SOCKS);
        Socket client = connect(motet, "in")) {
      assertThat(echoed(client, "hello")).isEqualTo("hello");
      assertThat(motet.sessionCount()).isEqualTo(1);
    }
  }

  @Test
  void namesAreLookedUpByTheDefaultResolver() throws Exception {
    String names =
        """
        {"inbounds": [{"type": "socks", "tag": "in"}],
         "dns": {
           "servers": [
             {"type": "hosts", "tag": "none", "predefined": {"x.test": "127.0.0.1"}},
             {"type": "hosts", "tag": "names", "predefined": {"echo.test": "127.0.0.1"}}],
           "final": "none"},
         "route": {"default_domain_resolver": "%s"}}\
        """;
    InetSocketAddress byName = InetSocketAddress.createUnresolved("echo.test", echo.getLocalPort());
    try (Motet motet = start(names.formatted("names"));
        Socket client = connect(motet, "in", byName)) {
      assertThat(echoed(client, "by name")).isEqualTo("by name");
    }
    try (Motet motet = start(names.formatted("none"))) {
      assertThatThrownBy(() -> connect(motet, "in", byName)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void twoInstancesShareNothing() throws Exception {
    try (Motet one = start(SOCKS);
        Motet two = start(SOCKS);
        Socket first = connect(one, "in");
        Socket second = connect(two, "in")) {
      one.close();
      assertThatThrownBy(() -> echoed(first, "cut")).isInstanceOf(IOException.class);
      assertThat(echoed(second, "still here")).isEqualTo("still here");
    }
  }

  @Test
  void aReloadKeepsUnchangedListenersAndOpenConnections() throws Exception {
    try (Motet motet = start(SOCKS);
        Socket before = connect(motet, "in")) {
      InetSocketAddress address = motet.listening().get("in");
      motet.reload(
          parse(
              """
              // moved down a line, and a block beside it
              {"inbounds": [
                {"type": "socks", "tag": "in"}, {"type": "socks", "tag": "more"}],
               "outbounds": [{"type": "block", "tag": "no"}]}\
              """));
      assertThat(motet.listening()).containsEntry("in", address).containsKey("more");
      assertThat(echoed(before, "old rules")).isEqualTo("old rules");
      assertThatThrownBy(() -> connect(motet, "in")).hasMessageContaining("SOCKS");
    }
  }

  @Test
  void aChangedInboundTakesOverTheAddress() throws Exception {
    int port = freePort();
    String plain = "{\"inbounds\": [{\"type\": \"socks\", \"tag\": \"in\", \"listen_port\": %d}]}";
    String mixed = plain.replace("socks", "mixed");
    try (Motet motet = start(plain.formatted(port));
        Socket before = connect(motet, "in")) {
      for (int i = 0; i < 20; i++) {
        motet.reload(parse((i % 2 == 0 ? mixed : plain).formatted(port)));
        try (Socket after = connect(motet, "in")) {
          assertThat(echoed(after, "new")).isEqualTo("new");
        }
      }
      assertThat(echoed(before, "old")).isEqualTo("old");
    }
  }

  @Test
  void aReloadThatFailsChangesNothing() throws Exception {
    int port = freePort();
    String good =
        "{\"inbounds\": [{\"type\": \"socks\", \"tag\": \"in\", \"listen_port\": %d}]}"
            .formatted(port);
    String bad =
        """
        {"inbounds": [
          {"type": "mixed", "tag": "other", "listen_port": %d},
          {"type": "socks", "tag": "busy", "listen_port": %d}],
         "outbounds": [{"type": "block", "tag": "no"}]}\
        """
            .formatted(port, echo.getLocalPort());
    try (Motet motet = start(good);
        Socket before = connect(motet, "in")) {
      assertThatThrownBy(() -> motet.reload(parse(bad)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("start inbound/socks[busy]: ")
          .hasCauseInstanceOf(BindException.class);
      assertThat(motet.listening()).containsOnlyKeys("in");
      assertThat(echoed(before, "old")).isEqualTo("old");
      try (Socket after = connect(motet, "in")) {
        assertThat(echoed(after, "new")).isEqualTo("new");
      }
    }
  }

  @Test
  void aBusyPortIsToldWithTheInboundInFront() throws Exception {
    String busy =
        "{\"inbounds\": [{\"type\": \"socks\", \"tag\": \"in\", \"listen_port\": %d}]}"
            .formatted(echo.getLocalPort());
    assertThatThrownBy(() -> start(busy))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("start inbound/socks[in]: ");
  }

  @Test
  void aDetourServesWhatAnotherInboundAccepted() throws Exception {
    String text =
        """
        {"inbounds": [
          {"type": "direct", "tag": "in", "network": "tcp", "detour": "inner"},
          {"type": "socks", "tag": "inner"}],
         "route": {"rules": [{"inbound": "in", "action": "reject"}]}}\
        """;
    try (Motet motet = start(text);
        Socket client = connect(motet, "in")) {
      assertThat(echoed(client, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void namesAreLookedUpAtTheConfiguredServer() throws Exception {
    String text =
        """
        {"dns": {"servers": [
           {"type": "hosts", "tag": "none", "predefined": {"other.test": "192.0.2.1"}},
           {"type": "hosts", "tag": "list", "predefined": {"echo.test": "127.0.0.1"}}]},
         "inbounds": [{"type": "socks", "tag": "in"}],
         "route": {"default_domain_resolver": "list"}}\
        """;
    try (Motet motet = start(text);
        Socket client = new Socket(new Proxy(Proxy.Type.SOCKS, motet.listening().get("in")))) {
      client.connect(InetSocketAddress.createUnresolved("echo.test", echo.getLocalPort()), 30_000);
      assertThat(echoed(client, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void aChangedUdpInboundTakesOverItsPort() throws Exception {
    int port = freePort();
    String text =
        """
        {"inbounds": [{"type": "direct", "tag": "in", "network": "udp", "listen_port": %d,
          "override_address": "127.0.0.1", "override_port": %d}]}\
        """;
    try (DatagramSocket one = new DatagramSocket(0, LOOPBACK);
        DatagramSocket two = new DatagramSocket(0, LOOPBACK);
        Motet motet = start(text.formatted(port, one.getLocalPort()))) {
      assertThat(received(port, one)).isEqualTo("ping");
      motet.reload(parse(text.formatted(port, two.getLocalPort())));
      assertThat(received(port, two)).isEqualTo("ping");
    }
  }

  @Test
  void closingDoesNotWaitForADial() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
      // the queue of a listener that nobody accepts from: later connects hang
      Motet motet = start(SOCKS);
      for (int i = 0; i < 4; i++) {
        Thread.ofVirtual().start(() -> tryConnect(motet, full.getLocalPort()));
      }
      Background.until(() -> motet.sessionCount() >= 3);
      var closed = Background.run(motet::close);
      closed.get();
      assertThat(motet.sessionCount()).isZero();
    }
  }

  @Test
  void drainingLetsSessionsEndAndAcceptsNoOthers() throws Exception {
    Motet motet = start(SOCKS);
    InetSocketAddress at = motet.listening().get("in");
    try (Socket client = connect(motet, "in")) {
      var drained = Background.run(() -> motet.drain(Duration.ofMinutes(10))).awaitBlocked();
      assertThatThrownBy(() -> new Socket(at.getAddress(), at.getPort()))
          .isInstanceOf(IOException.class);
      assertThat(echoed(client, "last words")).isEqualTo("last words");
      client.close();
      drained.get();
    }
  }

  @Test
  void drainingCutsWhatStaysAfterTheLimit() throws Exception {
    Motet motet = start(SOCKS);
    try (Socket client = connect(motet, "in")) {
      motet.drain(Duration.ofMillis(1));
      assertThat(motet.sessionCount()).isZero();
      assertThatThrownBy(() -> echoed(client, "too late")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closingCutsADrainShort() throws Exception {
    Motet motet = start(SOCKS);
    try (Socket _ = connect(motet, "in")) {
      var drained = Background.run(() -> motet.drain(Duration.ofDays(1))).awaitBlocked();
      motet.close();
      drained.get();
    }
  }

  @Test
  void aClosedInstanceRefusesToReload() throws Exception {
    Motet motet = start(SOCKS);
    motet.close();
    motet.close();
    assertThatThrownBy(() -> motet.reload(parse(SOCKS)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closing");
  }

  private static Config parse(String text) throws ConfigException {
    return ConfigLoader.parse("test.json", text);
  }

  /// The back end that instances use; a subclass has another one.
  MotetOptions options() {
    return MotetOptions.DEFAULT;
  }

  private Motet start(String text) throws Exception {
    return Motet.start(parse(text), options());
  }

  private Socket connect(Motet motet, String tag) throws IOException {
    return connect(motet, tag, new InetSocketAddress(LOOPBACK, echo.getLocalPort()));
  }

  private static Socket connect(Motet motet, String tag, InetSocketAddress to) throws IOException {
    Map<String, InetSocketAddress> at = motet.listening();
    Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, at.get(tag)));
    try {
      socket.connect(to, 30_000);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private static void tryConnect(Motet motet, int port) {
    try (Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, motet.listening().get("in")))) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), 30_000);
      socket.getInputStream().read();
    } catch (IOException e) {
      // the instance closes while this one waits
    }
  }

  /// What arrives at `at` when a client sends to the port.
  private static String received(int port, DatagramSocket at) throws IOException {
    try (DatagramSocket client = new DatagramSocket(0, LOOPBACK)) {
      client.send(new DatagramPacket("ping".getBytes(UTF_8), 4, LOOPBACK, port));
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      at.setSoTimeout(30_000);
      at.receive(packet);
      return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }
  }

  private static String echoed(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
    byte[] answer = client.getInputStream().readNBytes(text.length());
    if (answer.length < text.length()) {
      throw new IOException("end of stream");
    }
    return new String(answer, UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, LOOPBACK)) {
      return probe.getLocalPort();
    }
  }

  private static void serve(ServerSocket listener) {
    while (true) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> copy(client));
      } catch (IOException e) {
        return; // closed at the end of the test
      }
    }
  }

  private static void copy(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // the test cuts connections on purpose
    }
  }
}
