package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TransparentLater;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pump over pipes: a client's pipe on one side, a remote's on the other.
class PumpTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final Buffers buffers = new Buffers();
  private final Counters counters = new Counters();
  private final AtomicInteger threadsMade = new AtomicInteger();
  private final ThreadFactory threads =
      task -> {
        threadsMade.incrementAndGet();
        return Thread.ofVirtual().unstarted(task);
      };
  private final FakeTransfer transfer = new FakeTransfer();
  private Pipe client = Pipe.create();
  private Pipe remote = Pipe.create();

  @AfterEach
  void everyBufferIsBack() {
    Background.until(() -> buffers.lent() == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void relaysAMebibyteBothWaysAndCountsIt(boolean readiness) throws Exception {
    pipes(readiness);
    Background<Void> pump = pump(client.b(), remote.a());
    byte[] up = random(1 << 20, 1);
    byte[] down = random((1 << 20) + 17, 2);
    Background<Void> upWriter = writeAndEnd(client.a(), up);
    Background<Void> downWriter = writeAndEnd(remote.b(), down);
    Background<byte[]> upReader = Background.call(() -> readAll(remote.b()));
    assertThat(Arrays.equals(readAll(client.a()), down)).isTrue();
    assertThat(Arrays.equals(upReader.get(), up)).isTrue();
    upWriter.get();
    downWriter.get();
    pump.get();
    assertThat(counters.up().bytes()).isEqualTo(up.length);
    assertThat(counters.down().bytes()).isEqualTo(down.length);
    assertThat(threadsMade).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneDirectionMayEndLongBeforeTheOther(boolean readiness) throws Exception {
    pipes(readiness);
    Background<Void> pump = pump(client.b(), remote.a());
    writeAndEnd(client.a(), "request".getBytes()).get();
    assertThat(readAll(remote.b())).isEqualTo("request".getBytes());
    remote.b().write(Buffer.copyOf("answer".getBytes()));
    assertThat(read(client.a(), 6)).isEqualTo("answer");
    assertThat(pump.isDone()).isFalse();
    remote.b().closeWrite();
    assertThat(readAll(client.a())).isEmpty();
    pump.get();
  }

  @Test
  void aReaderThatDoesNotReadStopsTheOtherSide() throws Exception {
    Background<Void> pump = pump(client.b(), remote.a());
    Background<Void> writer = writeAndEnd(client.a(), new byte[4 << 20]).awaitBlocked();
    // two pipes and one buffer are all that can be under way
    assertThat(counters.up().bytes()).isLessThanOrEqualTo(2 * Pipe.CAPACITY + Buffers.LARGE);
    assertThat(readAll(remote.b())).hasSize(4 << 20);
    writer.get();
    remote.b().closeWrite();
    pump.get();
  }

  @Test
  void aPeerThatResetsEndsBothDirectionsWithItsReason() throws Exception {
    Background<Void> pump = pump(client.b(), remote.a());
    remote.b().write(Buffer.copyOf("x".getBytes()));
    assertThat(read(client.a(), 1)).isEqualTo("x");
    remote.b().abort(new IOException("gone"));
    assertThat(pump.failure()).hasMessage("Connection reset by peer");
    assertThatThrownBy(() -> client.a().read(Buffer.allocate(1)))
        .hasMessage("Connection reset by peer");
  }

  @Test
  void anAbortFromOutsideEndsTheRelayWithItsReason() throws Exception {
    Background<Void> pump = pump(client.b(), remote.a()).awaitBlocked();
    IOException reason = new IOException("user removed");
    client.b().abort(reason);
    assertThat(pump.failure()).isSameAs(reason);
    assertThatThrownBy(() -> remote.b().read(Buffer.allocate(1))).isInstanceOf(IOException.class);
  }

  @Test
  void aBugInALayerEndsTheSessionAndReachesTheCaller() throws Exception {
    IllegalStateException bug = new IllegalStateException("bug");
    Conn broken =
        new ForwardingConn(remote.a()) {
          @Override
          public int read(Buffer into) {
            throw bug;
          }
        };
    Background<Void> pump = pump(client.b(), broken);
    assertThat(pump.failure()).isSameAs(bug);
    assertThatThrownBy(() -> client.a().read(Buffer.allocate(1))).isInstanceOf(IOException.class);
  }

  @Test
  void anIdleDirectionThatReportsReadinessHoldsNoBuffer() throws Exception {
    pipes(true);
    Background<Void> pump = pump(client.b(), remote.a());
    client.a().write(Buffer.copyOf("x".getBytes()));
    assertThat(read(remote.b(), 1)).isEqualTo("x");
    pump.awaitBlocked();
    Background.until(() -> buffers.lent() == 0);
    client.a().close();
    remote.b().close();
    pump.get();
  }

  @Test
  void aHeaderLeavesTogetherWithTheFirstPayload() throws Exception {
    Background<Void> pump = pump(client.b(), header(remote.a()));
    clock.awaitScheduled(1);
    clock.advance(Duration.ofMillis(299));
    client.a().write(Buffer.copyOf("payload".getBytes()));
    Buffer first = Buffer.allocate(100);
    remote.b().read(first);
    assertThat(first.toText()).isEqualTo("HEADERpayload");
    assertThat(clock.scheduled()).isZero();
    client.a().close();
    remote.b().close();
    pump.get();
    assertThat(counters.up().bytes()).isEqualTo(7);
  }

  @Test
  void aHeaderLeavesAloneAfter300MillisecondsOfSilence() throws Exception {
    Background<Void> pump = pump(client.b(), header(remote.a()));
    clock.awaitScheduled(1);
    clock.advance(Duration.ofMillis(300));
    assertThat(read(remote.b(), 6)).isEqualTo("HEADER");
    client.a().write(Buffer.copyOf("late".getBytes()));
    assertThat(read(remote.b(), 4)).isEqualTo("late");
    client.a().close();
    remote.b().close();
    pump.get();
    assertThat(counters.up().bytes()).isEqualTo(4);
  }

  @Test
  void aResponseHeaderLeavesAloneToo() throws Exception {
    Background<Void> pump = pump(header(client.b()), remote.a());
    clock.awaitScheduled(1);
    clock.advance(Duration.ofMillis(300));
    assertThat(read(client.a(), 6)).isEqualTo("HEADER");
    client.a().close();
    remote.b().close();
    pump.get();
  }

  @Test
  void aHeaderLeavesAloneOnDescriptorsToo() throws Exception {
    pipes(true);
    Background<Void> pump = pump(client.b(), header(remote.a()));
    assertThat(read(remote.b(), 6)).isEqualTo("HEADER");
    assertThat(clock.scheduled()).isZero();
    client.a().close();
    remote.b().close();
    pump.get();
  }

  @Test
  void aHeaderLeavesBeforeTheEndOfAClientThatSaysNothing() throws Exception {
    Background<Void> pump = pump(client.b(), header(remote.a()));
    client.a().closeWrite();
    assertThat(readAll(remote.b())).isEqualTo("HEADER".getBytes());
    remote.b().closeWrite();
    pump.get();
  }

  @Test
  void aFlushThatFailsEndsTheRelay() throws Exception {
    IOException broken = new IOException("broken");
    Conn failing =
        new ForwardingConn(header(remote.a())) {
          @Override
          public void flush() throws IOException {
            throw broken;
          }
        };
    Background<Void> pump = pump(client.b(), failing);
    clock.awaitScheduled(1);
    clock.advance(Duration.ofMillis(300));
    assertThat(pump.failure()).isSameAs(broken);
  }

  @Test
  void bareEndsAreHandedOverWithoutAThread() throws Exception {
    transfer.allow(client.b(), remote.a());
    Background<Void> pump = pump(client.b(), remote.a());
    writeAndEnd(client.a(), "up".getBytes()).get();
    assertThat(readAll(remote.b())).isEqualTo("up".getBytes());
    writeAndEnd(remote.b(), "down".getBytes()).get();
    assertThat(readAll(client.a())).isEqualTo("down".getBytes());
    pump.get();
    assertThat(threadsMade).hasValue(0);
    assertThat(transfer.started).containsExactlyInAnyOrder("up", "down");
    assertThat(counters.up().bytes()).isEqualTo(2);
    assertThat(counters.down().bytes()).isEqualTo(4);
  }

  @Test
  void aDirectionIsHandedOverOnceItsHeaderWasSentWhileTheOtherIsAlready() throws Exception {
    transfer.allow(client.b(), remote.a());
    Background<Void> pump = pump(client.b(), header(remote.a()));
    Background.until(() -> transfer.started.contains("down"));
    assertThat(transfer.started).doesNotContain("up");
    client.a().write(Buffer.copyOf("1".getBytes()));
    assertThat(read(remote.b(), 7)).isEqualTo("HEADER1");
    Background.until(() -> transfer.started.contains("up"));
    writeAndEnd(client.a(), "2".getBytes()).get();
    assertThat(read(remote.b(), 1)).isEqualTo("2");
    writeAndEnd(remote.b(), "down".getBytes()).get();
    assertThat(readAll(client.a())).isEqualTo("down".getBytes());
    pump.get();
    assertThat(threadsMade).hasValue(0);
    assertThat(counters.up().bytes()).isEqualTo(2);
  }

  @Test
  void aLayerMayBecomeTransparentInOneDirectionOnly() throws Exception {
    transfer.allow(client.b(), remote.a());
    Conn layer = new TransparentLater(remote.a(), 3, Long.MAX_VALUE);
    Background<Void> pump = pump(client.b(), layer);
    remote.b().write(Buffer.copyOf(new byte[] {~'a', ~'b', ~'c', 'd'}));
    assertThat(read(client.a(), 4)).isEqualTo("abcd");
    Background.until(() -> transfer.started.contains("down"));
    writeAndEnd(remote.b(), "more".getBytes()).get();
    assertThat(readAll(client.a())).isEqualTo("more".getBytes());
    writeAndEnd(client.a(), new byte[] {1}).get();
    assertThat(readAll(remote.b())).containsExactly(~1);
    pump.get();
    assertThat(transfer.started).containsExactly("down");
    assertThat(counters.down().bytes()).isEqualTo(8);
  }

  @Test
  void theWayDownIsCopiedWhileTheWayUpIsHandedOverAndStaysOpen() throws Exception {
    transfer.allow(client.b(), remote.a());
    Background<Void> pump = pump(client.b(), new TransparentLater(remote.a(), 100, 0));
    Background.until(() -> transfer.started.contains("up"));
    remote.b().write(Buffer.copyOf(new byte[] {1}));
    remote.b().closeWrite();
    assertThat(readAll(client.a())).containsExactly(~1);
    writeAndEnd(client.a(), new byte[] {2}).get();
    assertThat(readAll(remote.b())).containsExactly(2);
    pump.get();
  }

  @Test
  void anErrorInADirectionThatWasHandedOverEndsTheOther() throws Exception {
    transfer.allow(client.b(), remote.a());
    Background<Void> pump = pump(client.b(), new TransparentLater(remote.a(), 9, 0));
    Background.until(() -> transfer.started.contains("up"));
    client.a().abort(new IOException("gone"));
    assertThat(pump.failure()).hasMessage("Connection reset by peer");
  }

  private void pipes(boolean readiness) {
    client = readiness ? Pipe.withReadiness() : Pipe.create();
    remote = readiness ? Pipe.withReadiness() : Pipe.create();
  }

  private Background<Void> pump(Conn a, Conn b) {
    Pump pump = new Pump(buffers, clock, transfer, threads);
    return Background.run(() -> pump.both(a, b, counters));
  }

  private static Conn header(Conn below) {
    return new HeaderConn(below, Buffer.copyOf("HEADER".getBytes()));
  }

  private static Background<Void> writeAndEnd(Conn conn, byte[] bytes) {
    return Background.run(() -> {
      conn.write(Buffer.copyOf(bytes));
      conn.closeWrite();
    });
  }

  private static String read(Conn conn, int count) throws IOException {
    return new String(BackendFixture.readFully(conn, count));
  }

  private static byte[] readAll(Conn conn) throws IOException {
    return BackendFixture.readFully(conn, 8 << 20);
  }

  private static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// Moves between the two ends it was allowed to, on a thread a direction.
  private static final class FakeTransfer implements Transfer {
    private final List<String> started = new CopyOnWriteArrayList<>();
    private volatile List<Conn> ends = List.of();

    void allow(Conn client, Conn remote) {
      ends = List.of(client, remote);
    }

    @Override
    public boolean supports(Conn from, Conn to) {
      return ends.contains(from) && ends.contains(to);
    }

    @Override
    public Moving start(Conn from, Conn to, Meter meter) {
      Background<Void> moving =
          Background.run(() -> {
            try {
              Buffer buffer = Buffer.allocate(1000);
              for (int n = from.read(buffer); n >= 0; n = from.read(buffer.clear())) {
                to.write(buffer);
                meter.add(n);
              }
              to.closeWrite();
            } catch (IOException e) {
              from.abort(e);
              to.abort(e);
              throw e;
            }
          });
      started.add(from == ends.getFirst() ? "up" : "down");
      return () -> {
        try {
          moving.get();
        } catch (IOException e) {
          throw e;
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      };
    }
  }
}
