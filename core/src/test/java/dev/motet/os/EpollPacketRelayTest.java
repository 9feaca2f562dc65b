package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Destination;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketRelayContract;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Timeouts;
import dev.motet.testkit.Background;
import dev.motet.testkit.Linux;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The pump over UDP descriptors: packets are moved by the loop.
class EpollPacketRelayTest extends PacketRelayContract {
  private static final int MANY = 300;

  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    return new EpollBackend(2);
  }

  @Test
  void theLoopTakesBothDirections() throws Exception {
    Relayed relayed = relayed();
    relayed.userSends("x");
    texts(relayed.server(), 1);
    assertThat(backend.transfer().supports(relayed.client(), relayed.remote())).isTrue();
    assertThat(relayed.layer().source()).isNotNull();
    relayed.close();
  }

  /// A device that is slower than the sender fills the socket's buffer.
  @Test
  void aFullSocketIsWaitedForAndLosesNothing() throws Exception {
    Linux.rootRequired();
    String name = "motet-slow-" + ProcessHandle.current().pid();
    Linux.run("ip", "netns", "add", name);
    try {
      Linux.run("ip", "-n", name, "link", "set", "lo", "up");
      Linux.run(
          "tc",
          "-n",
          name,
          "qdisc",
          "add",
          "dev",
          "lo",
          "root",
          "tbf",
          "rate",
          "20mbit",
          "burst",
          "5000",
          "limit",
          "10000000");
      SocketConfig config = there(name);
      SocketPacketConn remote = keep(backend.bind(loopback(), config));
      SocketPacketConn server = keep(backend.bind(loopback(), config));
      Relayed relayed = relayed(bound("127.0.0.1"), bound("127.0.0.1"), remote, server);
      Background<List<String>> received =
          Background.call(backend.threads(), () -> texts(server, MANY));
      List<String> sent = sendMany(relayed);
      assertThat(received.get()).isEqualTo(sent);
      assertThat(remote.dropped()).isZero();
      relayed.close();

      PacketBatch batch = new PacketBatch(100, 1_200);
      List<String> expected = new ArrayList<>();
      SocketPacketConn sender = keep(backend.bind(loopback(), config));
      Background<List<String>> direct =
          Background.call(backend.threads(), () -> texts(server, 3 * MANY));
      for (int i = 0; i < 3 * MANY; i += 100) {
        batch.clear();
        for (int k = i; k < i + 100; k++) {
          String text = k + "y".repeat(1_000);
          expected.add(text);
          add(batch, text, Destination.of(server.localAddress()));
        }
        sender.send(batch);
      }
      assertThat(direct.get()).isEqualTo(expected);
      assertThat(sender.dropped()).isZero();
    } finally {
      Linux.run("ip", "netns", "del", name);
    }
  }

  /// No faster than the relay reads: what overflows its receive buffer is lost before it.
  private static List<String> sendMany(Relayed relayed) throws Exception {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String text = i + "x".repeat(1_000 + i % 7);
      sent.add(text);
      relayed.userSends(text);
      if (i % 20 == 19) {
        long bytes = sent.stream().mapToLong(String::length).sum();
        Background.until(() -> relayed.counters().up().bytes() == bytes);
      }
    }
    return sent;
  }

  private static void add(PacketBatch batch, String text, Destination to) {
    var packet = batch.add();
    packet.data.append(text.getBytes(), 0, text.length());
    packet.remote = to;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(address("127.0.0.1"), 0);
  }

  private static SocketConfig there(String netns) {
    SocketConfig d = SocketConfig.DEFAULT;
    return new SocketConfig(
        d.bindInterface(),
        d.bind4(),
        d.bind6(),
        d.mark(),
        d.reuseAddr(),
        netns,
        d.keepAliveIdle(),
        d.keepAliveInterval(),
        d.connectTimeout(),
        d.fastOpen(),
        d.multipath(),
        d.udpFragment(),
        d.protectPath());
  }
}
