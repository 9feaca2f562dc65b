package dev.motet.core;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An association that ends because it was quiet loses no packet: one that waits keeps it, one that
/// comes later begins another.
@ExtendWith(LeakCheck.class)
class UdpQuietTest {
  private static final Destination TARGET = Destination.of("192.0.2.9", 53);
  private static final IOException QUIET = new IOException("quiet");

  private final TestEnv env = new TestEnv();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<PacketConn> served = new LinkedBlockingQueue<>();
  private final CountDownLatch finish = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
    finish.countDown();
    Background.until(() -> env.resources().buffers().lent() == 0);
    env.close();
  }

  @Test
  void aPacketThatWaitsKeepsItsAssociation() throws Exception {
    WatchedSocket server = start();
    send(bind(), "one", server);
    PacketConn association = next();
    assertThat(association.awaitReadable(-1)).isTrue();
    assertThat(association.abortIfQuiet(QUIET, () -> true)).isFalse();
    assertThat(receive(association)).isEqualTo("one");
  }

  @Test
  void aPacketAtWorkKeepsItsAssociation() throws Exception {
    WatchedSocket server = start();
    SocketPacketConn client = bind();
    send(client, "one", server);
    PacketConn association = next();
    assertThat(receive(association)).isEqualTo("one");
    assertThat(association.abortIfQuiet(QUIET, () -> true)).isFalse();
    send(client, "two", server);
    assertThat(receive(association)).isEqualTo("two");
  }

  @Test
  void aQuietOneEndsWithTheReason() throws Exception {
    WatchedSocket server = start();
    send(bind(), "one", server);
    PacketConn association = next();
    assertThat(receive(association)).isEqualTo("one");
    Background<Void> waiting =
        Background.run(() -> association.receive(new PacketBatch(1, 100))).awaitBlocked();
    assertThat(association.abortIfQuiet(QUIET, () -> false)).as("not quiet any more").isFalse();
    Background.until(() -> association.abortIfQuiet(QUIET, () -> true));
    assertThat(waiting.failure()).isSameAs(QUIET);
    assertThat(association.abortIfQuiet(QUIET, () -> true)).as("ended already").isTrue();
  }

  @Test
  void aPacketThatArrivesWhileItEndsBeginsAnotherOne() throws Exception {
    WatchedSocket server = start();
    SocketPacketConn client = bind();
    send(client, "one", server);
    PacketConn first = next();
    assertThat(receive(first)).isEqualTo("one");
    Background<Void> waiting =
        Background.run(() -> first.receive(new PacketBatch(1, 100))).awaitBlocked();
    Background.until(() ->
        first.abortIfQuiet(
            QUIET,
            () -> {
              try {
                send(client, "two", server);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              // the packet has found the association that is about to end, and waits for it
              Background.until(() -> server.isHeldUpAfter(2));
              return true;
            }));
    assertThat(waiting.failure()).isSameAs(QUIET);
    PacketConn second = next();
    assertThat(second).isNotSameAs(first);
    assertThat(receive(second)).isEqualTo("two");
  }

  private WatchedSocket start() throws IOException {
    WatchedSocket server = new WatchedSocket(bind());
    UdpTable.Claim claim =
        new UdpTable(server, env.resources(), UdpBudget.of(10, 10), new ReentrantLock(), () -> {})
            .claim(env.log());
    opened.add(claim);
    claim.start(
        TARGET,
        (_, association) -> {
          served.add(association);
          try {
            finish.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return server;
  }

  private PacketConn next() throws InterruptedException {
    PacketConn next = served.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("an association").isNotNull();
    return next;
  }

  private static String receive(PacketConn association) throws IOException {
    PacketBatch batch = new PacketBatch(1, 100);
    association.receive(batch);
    return batch.get(0).data.toText();
  }

  private static void send(SocketPacketConn from, String text, SocketPacketConn to)
      throws IOException {
    PacketBatch batch = new PacketBatch(1, 100);
    Packet packet = batch.add();
    packet.data.append(text.getBytes(), 0, text.length());
    packet.remote = Destination.of(to.localAddress());
    from.send(batch);
  }

  private SocketPacketConn bind() throws IOException {
    SocketPacketConn socket =
        env.resources()
            .sockets()
            .bind(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), SocketConfig.DEFAULT);
    opened.add(socket);
    return socket;
  }

  /// A socket that knows where its receiving thread is.
  private static final class WatchedSocket implements SocketPacketConn {
    private final SocketPacketConn below;
    private volatile @Nullable Thread receiver;
    private volatile int received;
    private volatile boolean inside;

    WatchedSocket(SocketPacketConn below) {
      this.below = below;
    }

    /// Whether the thread has received so many packets, and waits for something else than packets.
    boolean isHeldUpAfter(int packets) {
      Thread thread = receiver;
      return thread != null
          && received == packets
          && !inside
          && thread.getState() == Thread.State.WAITING;
    }

    @Override
    public int receive(PacketBatch into) throws IOException {
      receiver = Thread.currentThread();
      inside = true;
      int count = below.receive(into);
      inside = false;
      received = received + Math.max(0, count);
      return count;
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
