package dev.motet.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.core.DialRequest;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Counters;
import dev.motet.io.Destination;
import dev.motet.io.NioBackend;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.RewritingPacketConn;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Timeouts;
import dev.motet.option.DialOptions;
import dev.motet.os.Sockets;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Packets;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Relays in which the client sends to names, over both back ends: the sockets are bare, so the one
/// with loops moves the packets on them.
@ExtendWith(LeakCheck.class)
class NamedPacketRelayTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestEnv env;
  private SocketPacketConn user;
  private SocketPacketConn client;
  private SocketPacketConn server;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened.reversed()) {
      resource.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void aNameThatIsMetLaterIsLookedUpAndRepliesCarryTheLastOne(String sockets) throws Exception {
    relay(sockets, SocketOverrides.NONE);
    assertThat(exchange("first.test")).isEqualTo("first.test");
    assertThat(exchange("second.test")).isEqualTo("second.test");
    assertThat(exchange("second.test")).isEqualTo("second.test");
    assertThat(exchange("first.test")).isEqualTo("first.test");
    assertThat(exchange("127.0.0.1")).isEqualTo("127.0.0.1");
    assertThat(env.queries()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void aPacketForAnUnknownNameIsDroppedAndOthersFollow(String sockets) throws Exception {
    relay(sockets, SocketOverrides.NONE);
    assertThat(exchange("first.test")).isEqualTo("first.test");
    send("nowhere.test");
    send("nowhere.test");
    assertThat(exchange("second.test")).isEqualTo("second.test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void repliesCarryTheAddressWhereARuleWantsIt(String sockets) throws Exception {
    relay(sockets, new SocketOverrides(false, true, null, null));
    assertThat(exchange("first.test")).isEqualTo("127.0.0.1");
    assertThat(exchange("second.test")).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void aConnectedSocketHearsItsDestinationOnly(String sockets) throws Exception {
    relay(sockets, new SocketOverrides(true, false, null, null));
    assertThat(exchange("127.0.0.1")).isEqualTo("127.0.0.1");
    send("192.0.2.1"); // goes to the same server
    Destination relayed = receive(server).remote();
    SocketPacketConn stranger = bind();
    stranger.send(Packets.batch("stranger", new Destination.Ip(LOOPBACK, relayed.port())));
    assertThat(exchange("127.0.0.1")).isEqualTo("127.0.0.1");
  }

  private void relay(String sockets, SocketOverrides overrides) throws IOException {
    Timeouts timeouts = Timeouts.system();
    env = keep(new TestEnv(backend(sockets, timeouts), timeouts));
    env.name("first.test", LOOPBACK).name("second.test", LOOPBACK);
    user = bind();
    client = bind();
    server = bind();
    int port = server.localAddress().getPort();
    String first = overrides.udpConnect() ? "127.0.0.1" : "first.test";
    PacketConn remote =
        keep(
            Dialers.of(env, DialOptions.DEFAULT)
                .bind(new DialRequest(Destination.of(first, port), List.of(), overrides, null)));
    PacketConn named = new HostInText(client, Destination.of(user.localAddress()), port);
    Background.run(
        () -> env.resources().pump().packets(named, remote, new Counters(), Duration.ofMinutes(1)));
  }

  private static SocketBackend backend(String name, Timeouts timeouts) throws IOException {
    if (name.equals("nio")) {
      return new NioBackend(timeouts);
    }
    try {
      return Sockets.named(name, timeouts);
    } catch (IOException e) {
      timeouts.close();
      assumeTrue(false, e.getMessage());
      throw e;
    }
  }

  /// Sends to a host, lets the server answer, and tells from where the answer came to the client.
  private String exchange(String host) throws IOException {
    send(host);
    server.send(Packets.batch("answer", receive(server).remote()));
    return receive(user).data.toText().split("\\|")[0];
  }

  private void send(String host) throws IOException {
    user.send(Packets.batch(host + "|question", Destination.of(client.localAddress())));
  }

  private static Packet receive(PacketConn conn) throws IOException {
    PacketBatch got = new PacketBatch(1, 100);
    conn.receive(got);
    return got.get(0);
  }

  private SocketPacketConn bind() throws IOException {
    return keep(
        env.resources().sockets().bind(new InetSocketAddress(LOOPBACK, 0), SocketConfig.DEFAULT));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.add(resource);
    return resource;
  }

  /// The user's packets are `host|text`, in both directions.
  private static final class HostInText extends RewritingPacketConn {
    private final Destination user;
    private final int port;

    HostInText(PacketConn below, Destination user, int port) {
      super(below);
      this.user = user;
      this.port = port;
    }

    @Override
    protected boolean open(PacketBatch packets, int first) {
      for (int i = first; i < packets.count(); i++) {
        Packet packet = packets.get(i);
        String host = packet.data.toText().split("\\|")[0];
        packet.data.skip(host.length() + 1);
        packet.remote = Destination.of(host, port);
      }
      return false;
    }

    @Override
    protected boolean seal(PacketBatch packets) {
      for (int i = 0; i < packets.count(); i++) {
        Packet packet = packets.get(i);
        byte[] host = (packet.remote().host() + "|").getBytes(StandardCharsets.ISO_8859_1);
        packet.data.prepend(host, 0, host.length);
        packet.remote = user;
      }
      return true;
    }
  }
}
