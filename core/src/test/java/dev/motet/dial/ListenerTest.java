package dev.motet.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.SharedListener;
import dev.motet.core.UdpTable;
import dev.motet.io.Buffer;
import dev.motet.io.ConnListener;
import dev.motet.io.NioBackend;
import dev.motet.io.OutOfDescriptorsException;
import dev.motet.io.ProtocolException;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Transfer;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Listen;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Accepting and serving over real sockets, on a virtual clock.
@ExtendWith(LeakCheck.class)
class ListenerTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final Scarce sockets = new Scarce(new NioBackend(clock));
  private final TestEnv env = new TestEnv(sockets, clock);
  private final Listener listener = new Listener(env, Listen.onLoopback(0));

  @AfterEach
  void close() {
    listener.close();
    env.close();
  }

  @Test
  void servesEachConnectionAndClosesItAfterwards() throws Exception {
    listener.start(conn -> conn.write(Buffer.copyOf("hi".getBytes())));
    for (int i = 0; i < 3; i++) {
      try (SocketConn client = connect()) {
        Buffer got = Buffer.allocate(10);
        while (client.read(got) > 0) {
          // until the end
        }
        assertThat(got.toText()).isEqualTo("hi");
      }
    }
  }

  @Test
  void aClientWhoseBytesAreNotAllowedSeesAResetAndOthersAreServed() throws Exception {
    listener.start(conn -> {
      Buffer first = Buffer.allocate(1);
      conn.read(first);
      if (first.toText().equals("x")) {
        throw new ProtocolException("version 120 (expected: 5)");
      }
      conn.write(first);
    });
    try (SocketConn bad = connect();
        SocketConn good = connect()) {
      bad.write(Buffer.copyOf("x".getBytes()));
      assertThatThrownBy(() -> bad.read(Buffer.allocate(1))).isInstanceOf(IOException.class);
      good.write(Buffer.copyOf("y".getBytes()));
      assertThat(good.read(Buffer.allocate(1))).isEqualTo(1);
    }
  }

  @Test
  void aBugInAHandlerEndsItsConnectionOnly() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    listener.start(conn -> {
      if (calls.incrementAndGet() == 1) {
        throw new IllegalStateException("bug");
      }
      conn.write(Buffer.copyOf("y".getBytes()));
    });
    try (SocketConn first = connect()) {
      assertThatThrownBy(() -> first.read(Buffer.allocate(1))).isInstanceOf(IOException.class);
    }
    try (SocketConn second = connect()) {
      assertThat(second.read(Buffer.allocate(1))).isEqualTo(1);
    }
  }

  @Test
  void outOfDescriptorsItPausesAndTriesAgainAfterAWhile() throws Exception {
    sockets.failures.set(2);
    BlockingQueue<SocketConn> served = new LinkedBlockingQueue<>();
    listener.start(served::add);
    try (SocketConn _ = connect()) {
      clock.awaitScheduled(1);
      assertThat(sockets.accepts).hasValue(1);
      clock.advance(SharedListener.PAUSE);
      Background.until(() -> sockets.accepts.get() == 2);
      clock.awaitScheduled(1);
      assertThat(served).isEmpty();
      clock.advance(SharedListener.PAUSE);
      assertThat(served.poll(30, TimeUnit.SECONDS)).isNotNull();
      Background.until(() -> clock.scheduled() == 0);
    }
  }

  @Test
  void aConnectionThatEndsFreesADescriptorForTheNext() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    BlockingQueue<SocketConn> served = new LinkedBlockingQueue<>();
    listener.start(conn -> {
      served.add(conn);
      try {
        finish.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    });
    try (SocketConn _ = connect()) {
      assertThat(served.poll(30, TimeUnit.SECONDS)).isNotNull();
      Background.until(() -> sockets.accepts.get() == 2);
      sockets.failures.set(1);
      try (SocketConn _ = connect()) {
        // the accept that was under way serves this one, the next one fails
        assertThat(served.poll(30, TimeUnit.SECONDS)).isNotNull();
        clock.awaitScheduled(1);
        finish.countDown();
        Background.until(() -> clock.scheduled() == 0);
        try (SocketConn _ = connect()) {
          assertThat(served.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
      }
    }
  }

  @Test
  void withoutMemoryForAThreadAConnectionEndsAndTheNextIsServed() throws Exception {
    sockets.threadsMissing.set(1);
    listener.start(conn -> conn.write(Buffer.copyOf("y".getBytes())));
    try (SocketConn first = connect()) {
      Background<Integer> end = Background.call(() -> first.read(Buffer.allocate(1)));
      clock.awaitScheduled(1);
      clock.advance(SharedListener.PAUSE);
      assertThat(end.get()).isEqualTo(-1);
    }
    try (SocketConn second = connect()) {
      assertThat(second.read(Buffer.allocate(1))).isEqualTo(1);
    }
  }

  @Test
  void withoutMemoryEvenForAPauseItGoesOn() throws Exception {
    sockets.failures.set(1);
    clock.starve();
    listener.start(conn -> conn.write(Buffer.copyOf("y".getBytes())));
    Background.until(() -> !clock.isStarved());
    try (SocketConn client = connect()) {
      assertThat(client.read(Buffer.allocate(1))).isEqualTo(1);
    }
  }

  @Test
  void closesWhilePaused() throws Exception {
    sockets.failures.set(1);
    listener.start(_ -> {});
    clock.awaitScheduled(1);
    listener.close();
    Background.until(() -> clock.scheduled() == 0);
  }

  @Test
  void aTakenAddressIsNamedInTheError() throws Exception {
    listener.start(_ -> {});
    int port = listener.localAddress().getPort();
    try (Listener second = new Listener(env, Listen.onLoopback(port))) {
      assertThatThrownBy(() -> second.start(_ -> {}))
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("listen tcp 127.0.0.1:" + port + ": ");
    }
    try (UdpTable.Claim taken = listener.claimPackets();
        Listener second = new Listener(env, Listen.onLoopback(taken.localAddress().getPort()))) {
      assertThatThrownBy(second::claimPackets)
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("listen udp 127.0.0.1:");
    }
  }

  @Test
  void connectionsGoOnAfterItIsClosed() throws Exception {
    listener.start(conn -> {
      Buffer got = Buffer.allocate(10);
      conn.read(got);
      conn.write(got);
    });
    InetSocketAddress at = listener.localAddress();
    try (SocketConn client = connect()) {
      Background.until(() -> sockets.accepts.get() == 2);
      listener.close();
      listener.close();
      client.write(Buffer.copyOf("still".getBytes()));
      assertThat(client.read(Buffer.allocate(10))).isEqualTo(5);
    }
    assertThatThrownBy(() -> sockets.connect(at, SocketConfig.DEFAULT))
        .isInstanceOf(IOException.class);
  }

  private SocketConn connect() throws IOException {
    return sockets.connect(listener.localAddress(), SocketConfig.DEFAULT);
  }

  /// A back end whose accepts fail as often as the test says.
  private static final class Scarce implements SocketBackend {
    private final SocketBackend real;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger accepts = new AtomicInteger();
    private final AtomicInteger threadsMissing = new AtomicInteger();

    Scarce(SocketBackend real) {
      this.real = real;
    }

    @Override
    public ConnListener listen(InetSocketAddress at, SocketConfig config) throws IOException {
      ConnListener listener = real.listen(at, config);
      return new ConnListener() {
        @Override
        public SocketConn accept() throws IOException {
          boolean fails = failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
          accepts.incrementAndGet();
          if (fails) {
            throw new OutOfDescriptorsException("too many open files");
          }
          return listener.accept();
        }

        @Override
        public InetSocketAddress localAddress() {
          return listener.localAddress();
        }

        @Override
        public void close() {
          listener.close();
        }
      };
    }

    @Override
    public String name() {
      return real.name();
    }

    @Override
    public SocketConn connect(InetSocketAddress to, SocketConfig config) throws IOException {
      return real.connect(to, config);
    }

    @Override
    public SocketPacketConn bind(InetSocketAddress at, SocketConfig config) throws IOException {
      return real.bind(at, config);
    }

    @Override
    public Transfer transfer() {
      return real.transfer();
    }

    @Override
    public ThreadFactory threads() {
      return task -> {
        // the first thread is the one that accepts
        if (accepts.get() > 0 && threadsMissing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          throw new InternalError("scripted: no memory");
        }
        return real.threads().newThread(task);
      };
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
