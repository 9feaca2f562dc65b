package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffers;
import dev.motet.io.Destination;
import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.PacketPrefetch;
import dev.motet.io.Timeouts;
import dev.motet.option.Sniffer;
import dev.motet.testkit.Background;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.InitialBytes;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Samples;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When packets are waited for, and that none is lost.
class PacketSniffingTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int PORT = 4000;
  private static final List<Sniffer> ALL = List.of();
  private static final List<byte[]> CHROMIUM = Samples.packets("quic-chromium");
  private static final Sniffed.Found FOUND =
      new Sniffed.Found(Sniffer.QUIC, "quic.example.org", "chromium");
  private static final Sniffed.Found LIKELY = new Sniffed.Found(Sniffer.QUIC, null, "chromium");
  private static final byte[] STUN =
      HexFormat.of().parseHex("000100002112a442000102030405060708090a0b");

  private final Timeouts timeouts = Timeouts.system();

  @AfterEach
  void close() {
    timeouts.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitsForAsManyPacketsAsAHelloTakes(boolean readiness) throws Exception {
    PacketPipe pipe = readiness ? PacketPipe.withReadiness() : PacketPipe.create();
    PacketPrefetch first = new PacketPrefetch(pipe.b(), new Buffers());
    PacketSniffing sniffing = new PacketSniffing(first, PORT, timeouts);
    Background<Sniffed.Found> found = Background.call(() -> sniffing.sniff(ALL, LONG));
    send(pipe, CHROMIUM.get(0), 0);
    send(pipe, STUN, 0);
    assertThat(found.awaitBlocked().isDone()).isFalse();
    send(pipe, CHROMIUM.get(1), 0);
    assertThat(found.get()).isEqualTo(FOUND);
    assertThat(receiveAll(first.conn(), 3)).containsExactly(CHROMIUM.get(0), STUN, CHROMIUM.get(1));
  }

  @Test
  void looksIntoTrains() throws Exception {
    PacketPipe pipe = PacketPipe.withReadiness();
    byte[] train = Arrays.copyOf(CHROMIUM.get(0), 2500);
    System.arraycopy(CHROMIUM.get(1), 0, train, 1250, 1250);
    send(pipe, train, 1250);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), new Buffers());
    assertThat(new PacketSniffing(first, PORT, timeouts).sniff(ALL, LONG)).isEqualTo(FOUND);
  }

  @Test
  void onlyTheFirstPacketCountsWhereOneIsEnough() throws Exception {
    PacketPipe pipe = PacketPipe.withReadiness();
    send(pipe, new byte[] {1, 2, 3}, 0);
    send(pipe, STUN, 0);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), new Buffers());
    PacketSniffing sniffing = new PacketSniffing(first, PORT, timeouts);
    assertThat(sniffing.sniff(ALL, Duration.ofDays(1))).isNull();
    assertThat(sniffing.sniff(ALL, Duration.ofDays(1))).as("again").isNull();
  }

  @Test
  void asksOnlyThoseThatAreNamed() throws Exception {
    PacketPipe pipe = PacketPipe.withReadiness();
    send(pipe, STUN, 0);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), new Buffers());
    PacketSniffing sniffing = new PacketSniffing(first, PORT, timeouts);
    assertThat(sniffing.sniff(List.of(Sniffer.TLS), Duration.ofDays(1))).isNull();
    assertThat(first.count()).as("received for TLS").isZero();
    assertThat(sniffing.sniff(List.of(Sniffer.DNS, Sniffer.NTP), LONG)).isNull();
    Sniffed found = Sniffed.found(Sniffer.STUN);
    assertThat(sniffing.sniff(List.of(Sniffer.STUN), LONG)).isEqualTo(found);
    assertThat(sniffing.sniff(List.of(Sniffer.DNS), LONG)).as("known").isEqualTo(found);
  }

  @Test
  void waitsForNothingWhereTheServerSpeaksFirst() throws Exception {
    Clocked clocked = new Clocked(STUN);
    assertThat(clocked.sniffing(993).sniff(ALL, LONG)).isNull();
    assertThat(clocked.waits).isEmpty();
  }

  @Test
  void theLimitIsForAllWaitsTogether() throws Exception {
    Clocked clocked = new Clocked(CHROMIUM.get(0), CHROMIUM.get(0), CHROMIUM.get(0));
    assertThat(clocked.sniffing(PORT).sniff(ALL, Duration.ofMillis(250))).isEqualTo(LIKELY);
    assertThat(clocked.waits).containsExactly(250L, 150L, 50L);
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    Clocked clocked = new Clocked(CHROMIUM.get(0), CHROMIUM.get(1));
    PacketSniffing sniffing = clocked.sniffing(PORT);
    assertThat(sniffing.sniff(ALL, Duration.ofMillis(150))).isEqualTo(LIKELY);
    assertThat(sniffing.sniff(List.of(Sniffer.QUIC), Duration.ofMillis(150))).isEqualTo(FOUND);
  }

  @Test
  void anEndlessHelloIsGivenUpAfterAFewPackets() throws Exception {
    byte[] hello = new HelloBytes().serverName("a.example").message();
    byte[][] packets = new byte[100][];
    Arrays.fill(packets, new InitialBytes().crypto(hello, 1, 40).padding(30).bytes());
    Clocked clocked = new Clocked(packets);
    assertThat(clocked.sniffing(PORT).sniff(ALL, Duration.ofDays(1))).isEqualTo(LIKELY);
    assertThat(clocked.waits).hasSize(PacketPrefetch.MAX_PACKETS);
  }

  @Test
  void theEndOfTheAssociationSaysSo() {
    PacketPipe pipe = PacketPipe.withReadiness();
    IOException reason = new IOException("cut");
    pipe.b().abort(reason);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), new Buffers());
    assertThatThrownBy(() -> new PacketSniffing(first, PORT, timeouts).sniff(ALL, LONG))
        .isSameAs(reason);
  }

  /// An association on which each packet comes 100 ms after the one before.
  private static final class Clocked extends ForwardingPacketConn {
    private static final Duration STEP = Duration.ofMillis(100);

    private final VirtualTimeouts clock = new VirtualTimeouts();
    private final List<byte[]> packets;
    final List<Long> waits = new ArrayList<>();

    Clocked(byte[]... packets) {
      super(PacketPipe.create().a());
      this.packets = new ArrayList<>(List.of(packets));
    }

    PacketSniffing sniffing(int port) {
      return new PacketSniffing(new PacketPrefetch(this, new Buffers()), port, clock);
    }

    @Override
    public boolean reportsReadiness() {
      return true;
    }

    @Override
    public boolean awaitReadable(long nanos) {
      waits.add(nanos / 1_000_000);
      boolean inTime = !packets.isEmpty() && nanos >= STEP.toNanos();
      clock.advance(inTime ? STEP : Duration.ofNanos(nanos));
      return inTime;
    }

    @Override
    public int receive(PacketBatch into) {
      byte[] bytes = packets.removeFirst();
      Packet packet = into.add();
      packet.data.append(bytes, 0, bytes.length);
      packet.remote = Destination.of("192.0.2.1", PORT);
      return 1;
    }
  }

  private static void send(PacketPipe pipe, byte[] bytes, int segmentBytes) throws IOException {
    PacketBatch batch = new PacketBatch(1, bytes.length);
    Packet packet = batch.add();
    packet.data.append(bytes, 0, bytes.length);
    packet.remote = Destination.of("192.0.2.1", PORT);
    packet.segmentBytes = segmentBytes;
    pipe.a().send(batch);
  }

  private static List<byte[]> receiveAll(PacketConn conn, int count) throws IOException {
    PacketBatch into = new PacketBatch(count, PacketBatch.MAX_PACKET_BYTES);
    List<byte[]> packets = new ArrayList<>();
    while (packets.size() < count) {
      into.clear();
      assertThat(conn.receive(into)).isPositive();
      for (int i = 0; i < into.count(); i++) {
        packets.add(into.get(i).data.toBytes());
      }
    }
    return packets;
  }
}
