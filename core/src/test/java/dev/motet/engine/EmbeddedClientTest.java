package dev.motet.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The embedding program as a client of its instance.
@ExtendWith(LeakCheck.class)
class EmbeddedClientTest {
  private static final String CONFIG =
      """
      {"dns": {"servers": [
         {"type": "hosts", "tag": "names", "predefined": {"echo.test": "127.0.0.1"}}]},
       "inbounds": [{"type": "mixed", "tag": "in"}, {"type": "socks", "tag": "old"}],
       "outbounds": [{"type": "direct", "tag": "out"}],
       "route": {"rules": [
         {"domain": "no.test", "action": "reject"},
         {"domain": "drop.test", "action": "reject", "method": "drop"}]}}
      """;

  private Echo echo;
  private Motet motet;

  @BeforeEach
  void start() throws Exception {
    echo = Echo.start();
    motet = Motet.start(ConfigLoader.parse("config.json", CONFIG));
  }

  @AfterEach
  void stop() throws IOException {
    motet.close();
    echo.close();
  }

  @Test
  void dialsThroughTheRulesAsASession() throws Exception {
    try (Conn conn = motet.dial(Destination.of("echo.test", echo.port()))) {
      conn.write(Buffer.copyOf("hello".getBytes(US_ASCII)));
      Buffer got = Buffer.allocate(10);
      while (got.length() < 5) {
        assertThat(conn.read(got)).isPositive();
      }
      assertThat(got.toText()).isEqualTo("hello");
      SessionInfo session = motet.sessions().getFirst();
      assertThat(session.inboundType()).isEqualTo("embedded");
      assertThat(session.chain()).containsExactly("out");
      Background.until(() -> motet.sessions().getFirst().up() == 5); // counted after the write
      conn.closeWrite();
      assertThat(conn.read(got)).isEqualTo(-1);
    }
    Background.until(() -> motet.sessionCount() == 0);
    assertThat(motet.status().accepted()).isEqualTo(1);
    assertThat(motet.status().down()).isEqualTo(5);
  }

  @Test
  void aRefusalIsThrownWithItsReason() {
    assertThatThrownBy(() -> motet.dial(Destination.of("no.test", 80)))
        .isInstanceOfSatisfying(
            DialException.class,
            e -> assertThat(e.reason()).isEqualTo(DialException.Reason.REJECTED));
    assertThatThrownBy(() -> motet.dial(Destination.of("drop.test", 80)))
        .isInstanceOf(DialException.class);
    assertThatThrownBy(() -> motet.dial(Destination.of("unknown.test", 80)))
        .isInstanceOfSatisfying(
            DialException.class, e -> assertThat(e.reason()).isEqualTo(DialException.Reason.DNS));
  }

  @Test
  void sendsPacketsThroughTheRules() throws Exception {
    Destination to = Destination.of("127.0.0.1", echo.port());
    try (PacketConn packets = motet.bind(to)) {
      PacketBatch batch = new PacketBatch(1, 100);
      for (int i = 0; i < 3; i++) {
        batch.clear();
        Packet packet = batch.add();
        packet.data.append("ping".getBytes(US_ASCII), 0, 4);
        packet.remote = to;
        packets.send(batch);
        batch.clear();
        assertThat(packets.receive(batch)).isEqualTo(1);
        assertThat(batch.get(0).data.toText()).isEqualTo("ping");
        assertThat(batch.get(0).remote()).isEqualTo(to);
      }
    }
    Background.until(() -> motet.sessionCount() == 0);
  }

  @Test
  void afterTheEndNothingIsDialled() throws Exception {
    Dialer out = motet.dialer("out");
    Socket open = motet.socketFactory().createSocket();
    motet.close();

    Destination to = Destination.of("127.0.0.1", echo.port());
    assertThatThrownBy(() -> motet.dial(to)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> open.connect(new InetSocketAddress("127.0.0.1", echo.port())))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> out.dial(new DialRequest(to)))
        .isInstanceOf(IOException.class)
        .hasMessage("the instance is closed");
    assertThatThrownBy(() -> out.bind(new DialRequest(to))).isInstanceOf(IOException.class);
    Background.until(() -> motet.sessionCount() == 0); // that of the connect ends on its own thread
  }

  @Test
  void noByteIsLostBetweenTwoCallsForTheStream() throws Exception {
    try (Socket socket = motet.socketFactory().createSocket("echo.test", echo.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("hello".getBytes(US_ASCII));
      for (char expected : "hello".toCharArray()) {
        assertThat(socket.getInputStream().read()).isEqualTo(expected);
      }
    }
  }

  @Test
  void theStreamsOfASocketEndWithIt() throws Exception {
    try (Socket socket = motet.socketFactory().createSocket("echo.test", echo.port())) {
      socket.getOutputStream().write('x');
      socket.shutdownInput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(socket.getInputStream().read(new byte[1])).isEqualTo(-1);
      socket.getInputStream().close();
      assertThat(socket.isClosed()).isTrue();
    }
    try (Socket socket = motet.socketFactory().createSocket("echo.test", echo.port())) {
      socket.getOutputStream().close();
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void socketsOfTheFactoryLookLikeOthers() throws Exception {
    try (Socket socket = motet.socketFactory().createSocket("echo.test", echo.port())) {
      assertThat(socket.isConnected()).isTrue();
      assertThat(socket.getPort()).isEqualTo(echo.port());
      socket.getOutputStream().write("hello".getBytes(US_ASCII));
      assertThat(socket.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(US_ASCII));
      socket.setSoTimeout(20);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(0);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      socket.close();
      assertThatThrownBy(socket::getInputStream).hasMessage("Socket is closed");
    }
    try (Socket socket = motet.socketFactory().createSocket()) {
      assertThat(socket.isConnected()).isFalse();
      assertThatThrownBy(socket::getInputStream).hasMessage("Socket is not connected");
      socket.connect(InetSocketAddress.createUnresolved("echo.test", echo.port()), 60_000);
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @Test
  void theSelectorNamesTheInboundInItsWay() {
    InetSocketAddress mixed = motet.listening().get("in");
    assertThat(motet.proxySelector("in").select(URI.create("https://example.org/")))
        .isEqualTo(List.of(new Proxy(Proxy.Type.HTTP, mixed)));
    assertThat(motet.proxySelector("in").select(URI.create("socket://example.org")))
        .isEqualTo(List.of(new Proxy(Proxy.Type.SOCKS, mixed)));
    assertThat(
            motet.proxySelector("old").select(URI.create("http://example.org/")).getFirst().type())
        .isEqualTo(Proxy.Type.SOCKS);
    assertThatThrownBy(() -> motet.proxySelector("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void aClosedInstanceCutsAndRefuses() throws Exception {
    Conn conn = motet.dial(Destination.of("127.0.0.1", echo.port()));
    motet.close();
    assertThatThrownBy(() -> conn.read(Buffer.allocate(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> motet.dial(Destination.of("127.0.0.1", echo.port())))
        .isInstanceOf(IOException.class);
  }
}
