package dev.motet.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffers;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketPacketConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What strangers can do to a table: many sources, and packets or calls that go wrong.
@ExtendWith(LeakCheck.class)
class UdpTableFloodTest {
  private static final Destination TARGET = Destination.of("192.0.2.9", 53);

  private final TestEnv env = new TestEnv();
  private final List<AutoCloseable> opened = new ArrayList<>();

  /// What arrived, as `source text`; and why an association ended, as `source reason`.
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
    Background.until(() -> env.resources().buffers().lent() == 0);
    assertThat(env.resources().buffers().packets().taken()).isZero();
    env.close();
  }

  @Test
  void tablesHaveOneBudget() throws Exception {
    UdpBudget budget = UdpBudget.of(2, 2);
    SocketPacketConn first = bind("127.0.0.1");
    SocketPacketConn second = bind("127.0.0.1");
    UdpTable one = start(first, budget);
    UdpTable two = start(second, budget);
    send("127.0.0.2", "a", first);
    assertThat(event()).isEqualTo("127.0.0.2 a");
    send("127.0.0.3", "b", second);
    assertThat(event()).isEqualTo("127.0.0.3 b");
    send("127.0.0.4", "c", second);
    assertThat(List.of(event(), event()))
        .contains("127.0.0.4 c")
        .anyMatch(e -> e.startsWith("127.0.0.2 displaced"));
    Background.until(() -> one.size() == 0 && two.size() == 2 && budget.size() == 2);
  }

  @Test
  void oneSourcePushesNobodyOut() throws Exception {
    UdpBudget budget = UdpBudget.of(100, 10);
    SocketPacketConn server = bind("127.0.0.1");
    UdpTable table = start(server, budget);
    SocketPacketConn victim = bind("127.0.0.2");
    send(victim, "before", server);
    assertThat(event()).isEqualTo("127.0.0.2 before");
    for (int i = 0; i < 200; i++) {
      send("127.0.0.3", "x", server);
    }
    send(victim, "after", server);
    String event;
    do {
      event = event();
      assertThat(event).doesNotStartWith("127.0.0.2 displaced");
    } while (!event.equals("127.0.0.2 after"));
    assertThat(table.size()).isLessThanOrEqualTo(11);
  }

  /// A packet that no table can serve, and calls that fail in every way: what comes next is served.
  @Test
  void whatGoesWrongEndsNeitherSocketNorOthers() throws Exception {
    SocketPacketConn server = bind("127.0.0.1");
    FaultySocket faulty = new FaultySocket(server);
    UdpTable.Claim claim = claim(table(faulty, UdpBudget.of(100, 100)));
    claim.start(TARGET, this::serve);
    SocketPacketConn client = bind("127.0.0.2");
    send(client, "one", server);
    assertThat(event()).isEqualTo("127.0.0.2 one");

    faulty.faults.add(() -> {
      throw new IllegalStateException("bug");
    });
    faulty.faults.add(() -> {
      throw new IOException("trouble");
    });
    faulty.faults.add(() -> {
      throw new StackOverflowError();
    });
    send("127.0.0.3", "to be received with the faults", server);
    send(client, "two", server);
    assertThat(List.of(event(), event())).contains("127.0.0.2 two");

    faulty.remotes.put("nowhere", Destination.of("name.test", 1));
    send("127.0.0.4", "nowhere", server);
    send(client, "three", server);
    assertThat(event()).isEqualTo("127.0.0.2 three");
    claim.close();
    assertThat(faulty.isOpen()).isFalse();
  }

  @Test
  void whatWaitsInAllQueuesHasALimit() throws Exception {
    SocketPacketConn server = bind("127.0.0.1");
    BlockingQueue<UdpAssociation> served = new LinkedBlockingQueue<>();
    BlockingQueue<Boolean> finish = new LinkedBlockingQueue<>();
    claim(table(server, UdpBudget.of(10, 10)))
        .start(
            TARGET,
            (_, association) -> {
              served.add((UdpAssociation) association);
              try {
                finish.take();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    opened.add(() -> finish.addAll(List.of(true, true)));
    Buffers buffers = env.resources().buffers();
    SocketPacketConn client = bind("127.0.0.2");
    send(client, "one", server);
    UdpAssociation association = served.poll(30, TimeUnit.SECONDS);
    assertThat(association).isNotNull();
    assertThat(association.awaitReadable(-1)).isTrue();
    assertThat(buffers.packets().taken()).isEqualTo(Buffers.SMALL);

    long rest = takeAll(buffers);
    send(client, "two", server);
    Background.until(() -> association.dropped() == 1);
    buffers.packets().give(rest);
    send(client, "three", server);
    PacketBatch got = new PacketBatch(4, 100);
    while (got.count() < 2) {
      association.receive(got);
    }
    assertThat(got.get(0).data.toText() + got.get(1).data.toText()).isEqualTo("onethree");
  }

  private static long takeAll(Buffers buffers) {
    long taken = 0;
    for (long step = 1L << 40; step > 0; step >>= 1) {
      while (buffers.packets().take(step)) {
        taken += step;
      }
    }
    return taken;
  }

  private UdpTable table(SocketPacketConn server, UdpBudget budget) {
    return new UdpTable(server, env.resources(), budget, new ReentrantLock(), () -> {});
  }

  private UdpTable.Claim claim(UdpTable table) {
    return keep(table.claim(env.log()));
  }

  private UdpTable start(SocketPacketConn server, UdpBudget budget) {
    UdpTable table = table(server, budget);
    claim(table).start(TARGET, this::serve);
    return table;
  }

  private void serve(InetSocketAddress source, PacketConn association) {
    String host = source.getAddress().getHostAddress() + " ";
    PacketBatch batch = new PacketBatch(1, 100);
    try {
      while (true) {
        batch.clear();
        association.receive(batch);
        events.add(host + batch.get(0).data.toText());
      }
    } catch (IOException e) {
      events.add(host + e.getMessage());
    }
  }

  private String event() throws InterruptedException {
    String event = events.poll(30, TimeUnit.SECONDS);
    assertThat(event).as("an event").isNotNull();
    return event;
  }

  private void send(String from, String text, SocketPacketConn to) throws IOException {
    try (SocketPacketConn socket = bind(from)) {
      send(socket, text, to);
    }
  }

  private static void send(SocketPacketConn from, String text, SocketPacketConn to)
      throws IOException {
    PacketBatch batch = new PacketBatch(1, 100);
    Packet packet = batch.add();
    packet.data.append(text.getBytes(), 0, text.length());
    packet.remote = Destination.of(to.localAddress());
    from.send(batch);
  }

  private SocketPacketConn bind(String host) throws IOException {
    return keep(
        env.resources()
            .sockets()
            .bind(new InetSocketAddress(InetAddress.ofLiteral(host), 0), SocketConfig.DEFAULT));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.add(resource);
    return resource;
  }

  private interface Fault {
    void happen() throws IOException;
  }

  /// A socket whose receives fail when the test says so, after the packet was taken.
  private static final class FaultySocket implements SocketPacketConn {
    private final SocketPacketConn below;
    private final Queue<Fault> faults = new LinkedBlockingQueue<>(new ArrayDeque<>());

    /// The remote end that packets with a text seem to have.
    private final ConcurrentHashMap<String, Destination> remotes = new ConcurrentHashMap<>();

    FaultySocket(SocketPacketConn below) {
      this.below = below;
    }

    @Override
    public int receive(PacketBatch into) throws IOException {
      Fault fault = faults.poll();
      if (fault != null) {
        fault.happen();
      }
      int received = below.receive(into);
      for (int i = 0; i < into.count(); i++) {
        Packet packet = into.get(i);
        packet.remote = remotes.getOrDefault(packet.data.toText(), packet.remote());
      }
      return received;
    }

    @Override
    public void send(PacketBatch packets) throws IOException {
      below.send(packets);
    }

    @Override
    public InetSocketAddress localAddress() {
      return below.localAddress();
    }

    @Override
    public boolean isOpen() {
      return below.isOpen();
    }

    @Override
    public long dropped() {
      return below.dropped();
    }

    @Override
    public void close() {
      below.close();
    }
  }
}
