package dev.motet.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Session;
import dev.motet.core.UdpTable;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Wires;
import dev.motet.io.Destination;
import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.Network;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketPacketConn;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A query over UDP that arrives as the limit of its association is over.
@ExtendWith(LeakCheck.class)
class LateQueryTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private final DnsRig rig = new DnsRig();

  /// Lets the serving thread receive; a permit for each batch.
  private final Semaphore mayReceive = new Semaphore(0);

  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger associations = new AtomicInteger();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void isAnswered() throws Exception {
    rig.server("main").knows("a.test a", "a.test. 60 A 192.0.2.1");
    rig.start();
    try (SocketPacketConn client = bind();
        UdpTable.Claim server =
            rig.env
                .resources()
                .listeners()
                .claimPackets(ANY_PORT, SocketConfig.DEFAULT, rig.env.log(), rig.env.resources())) {
      server.start(Destination.of(server.localAddress()), (_, packets) -> serve(packets));
      mayReceive.release();
      ask(client, server, 1);
      assertThat(answer(client).id()).isEqualTo(1);

      ask(client, server, 2);
      Background.until(() -> held.get() == 2);
      rig.clock.advance(Duration.ofSeconds(10));
      mayReceive.release();
      assertThat(answer(client).id()).isEqualTo(2);
      assertThat(associations).hasValue(1);

      // the quiet one ends, and its source may ask again
      Background.until(() -> {
        rig.clock.advance(Duration.ofSeconds(10));
        return associations.get() == 0;
      });
      mayReceive.release();
      ask(client, server, 3);
      assertThat(answer(client).id()).isEqualTo(3);
    }
  }

  private void serve(PacketConn packets) {
    associations.incrementAndGet();
    Session session = rig.session(Network.UDP);
    try {
      rig.dns.serve(session, new Held(packets));
    } catch (IOException e) {
      assertThat(e).hasMessage("the inbound was closed");
    } finally {
      associations.decrementAndGet();
    }
  }

  /// Holds the serving thread up when packets are there.
  private final class Held extends ForwardingPacketConn {
    Held(PacketConn below) {
      super(below);
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
      boolean readable = below.awaitReadable(nanos);
      held.incrementAndGet();
      mayReceive.acquireUninterruptibly();
      return readable;
    }
  }

  private static void ask(SocketPacketConn client, UdpTable.Claim server, int id)
      throws IOException {
    byte[] query = Wires.query("a.test", RecordTypes.A).withId(id).write();
    PacketBatch batch = new PacketBatch(1, 512);
    Packet packet = batch.add();
    packet.data.append(query, 0, query.length);
    packet.remote = Destination.of(server.localAddress());
    client.send(batch);
  }

  private static Message answer(SocketPacketConn client) throws Exception {
    PacketBatch batch = new PacketBatch(1, 512);
    assertThat(Background.call(() -> client.receive(batch)).get()).isEqualTo(1);
    return Message.read(batch.get(0).data.toBytes());
  }

  private SocketPacketConn bind() throws IOException {
    return rig.env.resources().sockets().bind(ANY_PORT, SocketConfig.DEFAULT);
  }
}
