package dev.motet.protocol.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.io.Destination;
import dev.motet.io.MappedPacketConn;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.RawClient;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The port forwarder, the legacy override of the way out, and the way that leads nowhere.
@ExtendWith(LeakCheck.class)
class DirectSelfTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void forwardsStreams() throws Exception {
    try (Echo echo = Echo.start(LOOPBACK);
        Motet motet = forwarder("tcp", echo.port(), "direct");
        RawClient client = new RawClient(motet.listening().get("in"))) {
      client.sendText("hello").expectText("hello").endOutput().expectEnd();
    }
  }

  @Test
  void forwardsPackets() throws Exception {
    try (Echo echo = Echo.start(LOOPBACK);
        Motet motet = forwarder("udp", echo.port(), "direct");
        DatagramSocket client = new DatagramSocket(0, LOOPBACK)) {
      client.setSoTimeout((int) Background.LIMIT.toMillis());
      for (int size : new int[] {5, 1200, 0}) {
        client.send(new DatagramPacket(new byte[size], size, motet.listening().get("in")));
        DatagramPacket got = new DatagramPacket(new byte[2048], 2048);
        client.receive(got);
        assertThat(got.getLength()).isEqualTo(size);
        assertThat(got.getSocketAddress()).isEqualTo(motet.listening().get("in"));
      }
    }
  }

  @Test
  void blockEndsTheConnection() throws Exception {
    try (Echo echo = Echo.start(LOOPBACK);
        Motet motet = forwarder("tcp", echo.port(), "block");
        RawClient client = new RawClient(motet.listening().get("in"))) {
      client.expectEnd();
    }
  }

  @Test
  void theLegacyOverrideReplacesEveryDestinationAndWarns() throws Exception {
    try (Echo echo = Echo.start(LOOPBACK)) {
      var config =
          ConfigLoader.parse(
              "override.json",
              """
              {"inbounds": [{"type": "direct", "tag": "in", "network": "tcp",
                             "override_address": "192.0.2.1", "override_port": 9}],
               "outbounds": [{"type": "direct", "override_address": "127.0.0.1",
                              "override_port": %d}]}
              """
                  .formatted(echo.port()));
      assertThat(config.warnings())
          .extracting(problem -> problem.position().path())
          .containsExactly("outbounds[0].override_address", "outbounds[0].override_port");
      try (Motet motet = Motet.start(config);
          RawClient client = new RawClient(motet.listening().get("in"))) {
        client.sendText("hello").expectText("hello");
      }
    }
  }

  @Test
  void overriddenPacketsComeBackFromWhereTheyWereMeantFor() throws Exception {
    Destination asked = Destination.of("a.example", 53);
    Destination real = Destination.of("192.0.2.1", 5353);
    Destination other = Destination.of("192.0.2.2", 53);
    PacketPipe pipe = PacketPipe.create();
    MappedPacketConn packets = new MappedPacketConn(pipe.a(), asked, real);
    PacketBatch batch = new PacketBatch(2, 10);
    for (Destination to : new Destination[] {asked, other}) {
      Packet packet = batch.add();
      packet.remote = to;
    }
    packets.send(batch);

    PacketBatch sent = new PacketBatch(2, 10);
    pipe.b().receive(sent);
    assertThat(sent.get(0).remote()).isEqualTo(real);
    assertThat(sent.get(1).remote()).isEqualTo(other);
    pipe.b().send(sent);
    batch.clear();
    packets.receive(batch);
    assertThat(batch.get(0).remote()).isEqualTo(asked);
    assertThat(batch.get(1).remote()).isEqualTo(other);
  }

  private static Motet forwarder(String network, int port, String outbound) throws Exception {
    return Motet.start(
        ConfigLoader.parse(
            "direct.json",
            """
            {"inbounds": [{"type": "direct", "tag": "in", "network": "%s",
                           "override_address": "127.0.0.1", "override_port": %d}],
             "outbounds": [{"type": "%s"}]}
            """
                .formatted(network, port, outbound)));
  }
}
