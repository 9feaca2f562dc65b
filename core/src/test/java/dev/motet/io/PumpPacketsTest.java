package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The relay of packets: batches both ways, exact counters, the idle limit.
class PumpPacketsTest {
  private static final Destination THERE = Destination.of("192.0.2.7", 53);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final Buffers buffers = new Buffers();
  private final Counters counters = new Counters();
  private PacketPipe client = PacketPipe.withReadiness();
  private PacketPipe remote = PacketPipe.withReadiness();

  @AfterEach
  void everyBatchIsBackAndNoTimerWaits() {
    Background.until(() -> buffers.lent() == 0);
    assertThat(clock.scheduled()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void relaysPacketsBothWaysAndCountsThem(boolean readiness) throws Exception {
    if (!readiness) {
      client = PacketPipe.create();
      remote = PacketPipe.create();
    }
    Background<Void> pump = pump();
    for (int i = 0; i < 100; i++) {
      send(client.a(), "query " + i);
    }
    for (int i = 0; i < 100; i++) {
      Packet packet = receive(remote.b());
      assertThat(packet.data.toText()).isEqualTo("query " + i);
      assertThat(packet.remote()).isEqualTo(THERE);
    }
    send(remote.b(), "answer");
    assertThat(receive(client.a()).data.toText()).isEqualTo("answer");
    assertThat(counters.up().bytes()).isEqualTo(10 * 7 + 90 * 8);
    Background.until(() -> counters.down().bytes() == 6);
    client.a().close();
    pump.get();
  }

  @Test
  void endsWithoutAnErrorWhenNothingMovedForAWhile() throws Exception {
    Background<Void> pump = pump();
    clock.awaitScheduled(1);
    clock.advance(IDLE.minusMillis(1));
    pump.awaitBlocked();
    clock.advance(Duration.ofMillis(1));
    pump.get();
  }

  @Test
  void trafficInEitherDirectionRestartsTheIdleLimit() throws Exception {
    Background<Void> pump = pump();
    clock.awaitScheduled(1);
    clock.advance(Duration.ofSeconds(9));
    send(client.a(), "up");
    receive(remote.b());
    clock.advance(Duration.ofSeconds(9));
    send(remote.b(), "down");
    receive(client.a());
    clock.advance(Duration.ofSeconds(9));
    pump.awaitBlocked();
    clock.advance(Duration.ofSeconds(1));
    pump.get();
  }

  /// A packet of the client waits, its thread gets to it a moment later.
  @Test
  void whatWaitsAtTheLimitIsStillMoved() throws Exception {
    Background<Void> pump = pump(new Sparing(client.b(), 1));
    clock.awaitScheduled(1);
    clock.advance(IDLE);
    send(client.a(), "late");
    assertThat(receive(remote.b()).data.toText()).isEqualTo("late");
    clock.advance(IDLE.minusMillis(1));
    pump.awaitBlocked();
    clock.advance(Duration.ofMillis(1));
    pump.get();
  }

  @Test
  void whatNobodyMovesIsNotWaitedForTwice() throws Exception {
    Background<Void> pump = pump(new Sparing(client.b(), Integer.MAX_VALUE));
    clock.awaitScheduled(1);
    clock.advance(IDLE);
    pump.awaitBlocked();
    clock.advance(IDLE);
    pump.get();
  }

  @Test
  void idleAssociationsHoldNoBatch() throws Exception {
    Background<Void> pump = pump();
    send(client.a(), "x");
    receive(remote.b());
    Background.until(() -> buffers.lent() == 0);
    remote.b().close();
    pump.get();
  }

  @Test
  void anErrorOfOneSideEndsBoth() throws Exception {
    Background<Void> pump = pump();
    IOException reason = new IOException("cut");
    remote.a().abort(reason);
    assertThat(pump.failure()).isSameAs(reason);
    assertThat(client.a().receive(new PacketBatch(1, 10))).isEqualTo(-1);
  }

  private Background<Void> pump() {
    return pump(client.b());
  }

  private Background<Void> pump(PacketConn from) {
    Pump pump = new Pump(buffers, clock, Transfer.NONE, Thread.ofVirtual().factory());
    return Background.run(() -> pump.packets(from, remote.a(), counters, IDLE));
  }

  private static void send(PacketConn conn, String text) throws IOException {
    PacketBatch batch = new PacketBatch(1, 100);
    Packet packet = batch.add();
    new ByteWriter(packet.data).latin1(text);
    packet.remote = THERE;
    conn.send(batch);
  }

  private static Packet receive(PacketConn conn) throws IOException {
    PacketBatch batch = new PacketBatch(1, 100);
    assertThat(conn.receive(batch)).isEqualTo(1);
    return batch.get(0);
  }

  /// Says that packets wait when it should end for being quiet, so many times.
  private static final class Sparing extends ForwardingPacketConn {
    private int times;

    Sparing(PacketConn below, int times) {
      super(below);
      this.times = times;
    }

    @Override
    public boolean abortIfQuiet(IOException reason, BooleanSupplier stillQuiet) {
      return times-- <= 0 && super.abortIfQuiet(reason, stillQuiet);
    }
  }
}
