package dev.motet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Destination;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketPacketConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Packets;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Associations of a table over real sockets, served by handlers that wait for the test.
@ExtendWith(LeakCheck.class)
class UdpTableTest {
  private static final Destination TARGET = Destination.of("192.0.2.9", 53);

  /// An association that a handler serves until the test lets it go.
  private record Served(InetSocketAddress source, PacketConn association, CountDownLatch finish) {}

  private final TestEnv env = new TestEnv();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Map<UdpTable, UdpTable.Claim> claims = new HashMap<>();
  private final BlockingQueue<Served> served = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
    served.forEach(s -> s.finish.countDown());
    Background.until(() -> env.resources().buffers().lent() == 0);
    env.close();
  }

  @Test
  void packetsOfOneSourceMakeOneAssociationAndRepliesComeFromTheSocket() throws Exception {
    SocketPacketConn server = bind();
    UdpTable table = table(server, 10);
    SocketPacketConn client = bind();
    send(client, "one", server.localAddress());
    send(client, "two", server.localAddress());
    Served association = next();
    assertThat(association.source()).isEqualTo(client.localAddress());
    assertThat(texts(association, 2)).containsExactly("one", "two");
    assertThat(table.size()).isEqualTo(1);

    PacketBatch reply = Packets.batch("reply", TARGET);
    association.association().send(reply);
    PacketBatch got = new PacketBatch(1, 100);
    client.receive(got);
    assertThat(got.get(0).data.toText()).isEqualTo("reply");
    assertThat(got.get(0).remote()).isEqualTo(Destination.of(server.localAddress()));
  }

  @Test
  void packetsCarryTheDestinationOfTheTable() throws Exception {
    SocketPacketConn server = bind();
    table(server, 10);
    send(bind(), "x", server.localAddress());
    PacketBatch got = new PacketBatch(1, 100);
    next().association().receive(got);
    assertThat(got.get(0).remote()).isEqualTo(TARGET);
  }

  @Test
  void anAssociationEndsWithItsHandlerAndTheSourceMayBeginAnew() throws Exception {
    SocketPacketConn server = bind();
    UdpTable table = table(server, 10);
    SocketPacketConn client = bind();
    send(client, "one", server.localAddress());
    Served first = next();
    first.finish().countDown();
    Background.until(() -> table.size() == 0);
    assertThatThrownBy(() -> first.association().receive(new PacketBatch(1, 100)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> first.association().send(Packets.batch("late", TARGET)))
        .isInstanceOf(IOException.class);

    send(client, "two", server.localAddress());
    assertThat(texts(next(), 1)).containsExactly("two");
  }

  @Test
  void aSourceTooManyEndsTheAssociationThatWasQuietForLongest() throws Exception {
    SocketPacketConn server = bind();
    UdpTable table = table(server, 2);
    SocketPacketConn busy = bind();
    send(busy, "1", server.localAddress());
    Served kept = next();
    send(bind(), "2", server.localAddress());
    Served quiet = next();
    send(busy, "3", server.localAddress());
    assertThat(texts(kept, 2)).containsExactly("1", "3");
    Background<Void> waiting =
        Background.run(() -> {
          while (true) {
            quiet.association().receive(new PacketBatch(1, 100));
          }
        });
    send(bind(), "4", server.localAddress());
    next();
    assertThat(waiting.failure()).hasMessageStartingWith("displaced");
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void aHandlerThatDoesNotReceiveLosesPacketsButStopsNobody() throws Exception {
    SocketPacketConn server = bind();
    table(server, 10);
    SocketPacketConn client = bind();
    send(client, "first", server.localAddress());
    UdpAssociation slow = (UdpAssociation) next().association();
    for (int i = 0; slow.dropped() == 0; i++) {
      send(client, "packet " + i, server.localAddress());
    }
    assertThat(env.resources().buffers().lent()).isLessThanOrEqualTo(UdpAssociation.MAX_QUEUED + 1);
    send(bind(), "other", server.localAddress());
    assertThat(texts(next(), 1)).containsExactly("other");
  }

  @Test
  void closingTheTableEndsItsAssociations() throws Exception {
    SocketPacketConn server = bind();
    UdpTable table = table(server, 10);
    send(bind(), "x", server.localAddress());
    Served association = next();
    texts(association, 1);
    Background<Void> waiting =
        Background.run(() -> association.association().receive(new PacketBatch(1, 100)))
            .awaitBlocked();
    claims.get(table).close();
    assertThat(waiting.failure()).hasMessage("the inbound was closed");
    Background.until(() -> table.size() == 0);
  }

  @Test
  void itsAddressIsFreeAtOnceWhenItIsClosed() throws Exception {
    SocketPacketConn server = bind();
    for (int i = 0; i < 20; i++) {
      UdpTable table = table(server, 10);
      send(bind(), "x", server.localAddress());
      next();
      claims.get(table).close();
      server = keep(env.resources().sockets().bind(server.localAddress(), SocketConfig.DEFAULT));
    }
  }

  @Test
  void aHandlerWithABugEndsItsAssociationOnly() throws Exception {
    SocketPacketConn server = bind();
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    UdpTable table = table(server, UdpBudget.of(10, 10));
    claim(table)
        .start(
            TARGET,
            (source, _) -> {
              handled.add(source.toString());
              throw new IllegalStateException("bug");
            });
    send(bind(), "x", server.localAddress());
    send(bind(), "y", server.localAddress());
    assertThat(handled.poll(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(handled.poll(30, TimeUnit.SECONDS)).isNotNull();
    Background.until(() -> table.size() == 0);
  }

  private UdpTable table(SocketPacketConn server, UdpBudget budget) {
    return new UdpTable(server, env.resources(), budget, new ReentrantLock(), () -> {});
  }

  private UdpTable.Claim claim(UdpTable table) {
    UdpTable.Claim claim = keep(table.claim(env.log()));
    claims.put(table, claim);
    return claim;
  }

  private UdpTable table(SocketPacketConn server, int max) {
    UdpTable table = table(server, UdpBudget.of(max, max));
    claim(table)
        .start(
            TARGET,
            (source, association) -> {
              Served one = new Served(source, association, new CountDownLatch(1));
              served.add(one);
              try {
                one.finish().await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    return table;
  }

  private Served next() throws InterruptedException {
    Served next = served.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("an association").isNotNull();
    opened.add(next.finish()::countDown);
    return next;
  }

  private static List<String> texts(Served served, int count) throws IOException {
    List<String> texts = new ArrayList<>();
    PacketBatch batch = new PacketBatch(4, 100);
    while (texts.size() < count) {
      batch.clear();
      served.association().receive(batch);
      for (int i = 0; i < batch.count(); i++) {
        texts.add(batch.get(i).data.toText());
      }
    }
    return texts;
  }

  private static void send(SocketPacketConn from, String text, InetSocketAddress to)
      throws IOException {
    from.send(Packets.batch(text, Destination.of(to)));
  }

  private SocketPacketConn bind() throws IOException {
    return keep(
        env.resources()
            .sockets()
            .bind(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                SocketConfig.DEFAULT));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.add(resource);
    return resource;
  }
}
