package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DnsQuery;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Wires;
import dev.motet.option.DomainStrategy;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What DNS servers of another network said is void, and so are the sockets to them (inventory
/// SH-10).
@ExtendWith(LeakCheck.class)
class NetworkChangeDnsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final DnsQuery QUERY =
      new DnsQuery("a.test", DomainStrategy.IPV4_ONLY, null, null);

  /// Where queries came from, in order.
  private final List<Integer> ports = new CopyOnWriteArrayList<>();

  @Test
  void aServerIsAskedAgainFromAnotherSocket() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, LOOPBACK);
        Machinery machinery = Machinery.open(MotetOptions.DEFAULT)) {
      Thread.ofVirtual().start(() -> answer(server));
      Instance instance = Instance.of(machinery.resources(), machinery.clock());
      Engine engine = new Engine(instance, () -> {});
      engine.start(
          ConfigLoader.parse(
              "c.json",
              """
              {"dns":{"servers":[{"type":"udp","server":"127.0.0.1","server_port":%d}]}}
              """
                  .formatted(server.getLocalPort())));
      try {
        InetAddress found = InetAddress.ofLiteral("192.0.2.1");
        assertThat(instance.dns().lookup(QUERY)).containsExactly(found);
        assertThat(instance.dns().lookup(QUERY)).containsExactly(found);
        assertThat(ports).as("the second time from the cache").hasSize(1);

        engine.networkChanged();
        assertThat(instance.dns().lookup(QUERY)).containsExactly(found);
        assertThat(ports).hasSize(2).doesNotHaveDuplicates();
      } finally {
        engine.current().release();
        engine.close();
      }
    }
  }

  private void answer(DatagramSocket server) {
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    while (!server.isClosed()) {
      try {
        packet.setLength(1500);
        server.receive(packet);
        Message query = Message.read(Arrays.copyOf(packet.getData(), packet.getLength()));
        byte[] answer = Wires.answer(query, 0, "a.test. 300 A 192.0.2.1").write();
        ports.add(packet.getPort());
        server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException _) {
        continue; // closed
      }
    }
  }
}
