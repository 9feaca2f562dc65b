package dev.motet.service.ntp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.NioBackend;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SntpClientTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Destination SERVER = Destination.of("192.0.2.1", 123);

  private final VirtualTimeouts timeouts = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(new NioBackend(timeouts), timeouts);
  private final PacketPipe pipe = PacketPipe.create();
  private final SntpClient client =
      new SntpClient(
          new Fixed(pipe.a()), SERVER, env.resources(), Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void tellsHowFarTheServerIsAhead() throws Exception {
    var offset = Background.call(client::offset);
    NtpPacket request = request();

    answer(new NtpPacket(0, 4, NtpPacket.SERVER, 2, 99, 0, 1)); // to somebody else
    answer(at(request.transmit(), NOW.plusSeconds(90)));

    assertThat(offset.get()).isEqualTo(Duration.ofSeconds(90));
    assertThat(timeouts.scheduled()).as("no timer is left").isZero();
  }

  @Test
  void refusesAKissOfDeath() throws Exception {
    var offset = Background.call(client::offset);
    NtpPacket request = request();

    answer(new NtpPacket(0, 4, NtpPacket.SERVER, 0, request.transmit(), 1, 1));

    assertThat(offset.failure()).hasMessageContaining("stratum 0");
  }

  @Test
  void givesUpAfterFiveSeconds() throws Exception {
    var offset = Background.call(client::offset);
    request();

    timeouts.awaitScheduled(1);
    timeouts.advance(Duration.ofSeconds(5));

    assertThat(offset.failure()).hasMessage("no answer from 192.0.2.1:123 within 5 s");
  }

  @Test
  void aCorrectedClockIsAheadByTheOffsetInEveryZone() {
    CorrectedClock clock = new CorrectedClock(Clock.fixed(NOW, ZoneOffset.UTC));
    Clock elsewhere = clock.withZone(ZoneOffset.ofHours(3));

    clock.correct(Duration.ofSeconds(-5));

    assertThat(clock.instant()).isEqualTo(NOW.minusSeconds(5));
    assertThat(elsewhere.instant()).isEqualTo(NOW.minusSeconds(5));
    assertThat(elsewhere.getZone()).isEqualTo(ZoneOffset.ofHours(3));
  }

  private static NtpPacket at(long nonce, Instant time) {
    return new NtpPacket(0, 4, NtpPacket.SERVER, 1, nonce, NtpTime.of(time), NtpTime.of(time));
  }

  private NtpPacket request() throws Exception {
    PacketBatch batch = new PacketBatch(1, 100);
    Background.call(() -> pipe.b().receive(batch)).get();
    assertThat(batch.get(0).remote()).isEqualTo(SERVER);
    return NtpPacket.read(new ByteReader(batch.get(0).data));
  }

  private void answer(NtpPacket answer) throws IOException {
    PacketBatch batch = new PacketBatch(1, NtpPacket.BYTES);
    Packet packet = batch.add();
    Buffer data = packet.data;
    answer.write(new ByteWriter(data));
    packet.remote = SERVER;
    pipe.b().send(batch);
  }

  private record Fixed(PacketConn conn) implements Dialer {
    @Override
    public Conn dial(DialRequest request) throws IOException {
      throw new IOException("packets only");
    }

    @Override
    public PacketConn bind(DialRequest request) {
      assertThat(request.to()).isEqualTo(SERVER);
      return conn;
    }
  }
}
