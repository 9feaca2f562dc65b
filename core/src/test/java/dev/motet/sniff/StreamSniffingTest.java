package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.io.Prefetch;
import dev.motet.io.Timeouts;
import dev.motet.option.Sniffer;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.Samples;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When bytes are waited for, and that none is lost.
class StreamSniffingTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int PORT = 4000;
  private static final List<Sniffer> ALL = List.of();
  private static final Sniffed.Found CURL =
      new Sniffed.Found(Sniffer.TLS, "curl.example.org", null);

  private final Timeouts timeouts = Timeouts.system();

  @AfterEach
  void close() {
    timeouts.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitsUntilAHelloIsWhole(boolean readiness) throws Exception {
    Pipe pipe = readiness ? Pipe.withReadiness() : Pipe.create();
    Prefetch first = new Prefetch(pipe.b());
    StreamSniffing sniffing = new StreamSniffing(first, PORT, timeouts);
    byte[] hello = Samples.stream("tls-curl");
    Background<Sniffed.Found> found = Background.call(() -> sniffing.sniff(ALL, LONG));
    for (byte b : hello) {
      assertThat(found.isDone()).isFalse();
      pipe.a().write(Buffer.wrap(new byte[] {b}));
    }
    assertThat(found.get()).isEqualTo(CURL);
    assertThat(read(first.conn(), hello.length)).isEqualTo(hello);
  }

  @Test
  void endsAtOnceWhenNobodyAsksForMore() throws Exception {
    Pipe pipe = Pipe.withReadiness();
    write(pipe.a(), "\u0001\u0000 nobody's");
    StreamSniffing sniffing = new StreamSniffing(new Prefetch(pipe.b()), PORT, timeouts);
    assertThat(sniffing.sniff(ALL, Duration.ofDays(1))).isNull();
  }

  @Test
  void asksOnlyThoseThatAreNamed() throws Exception {
    Pipe pipe = Pipe.withReadiness();
    pipe.a().write(Buffer.copyOf(Samples.stream("tls-curl")));
    StreamSniffing sniffing = new StreamSniffing(new Prefetch(pipe.b()), PORT, timeouts);
    assertThat(sniffing.sniff(List.of(Sniffer.HTTP), Duration.ofDays(1))).isNull();
    assertThat(sniffing.sniff(List.of(Sniffer.QUIC), Duration.ofDays(1))).isNull();
    assertThat(sniffing.sniff(List.of(Sniffer.HTTP, Sniffer.TLS), LONG)).isEqualTo(CURL);
    assertThat(sniffing.sniff(List.of(Sniffer.HTTP), LONG)).as("known").isEqualTo(CURL);
  }

  @Test
  void aNamedPacketProtocolWaitsForNothing() throws Exception {
    Clocked clocked = new Clocked();
    StreamSniffing sniffing = clocked.sniffing(PORT);
    assertThat(sniffing.sniff(List.of(Sniffer.QUIC, Sniffer.NTP), LONG)).isNull();
    assertThat(clocked.waits).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 465, 587, 143, 993, 110, 995})
  void waitsForNothingWhereTheServerSpeaksFirst(int port) throws Exception {
    Clocked clocked = new Clocked("GET / HTTP/1.0\r\n\r\n");
    assertThat(clocked.sniffing(port).sniff(ALL, LONG)).isNull();
    assertThat(clocked.waits).isEmpty();
  }

  @Test
  void theLimitIsForAllWaitsTogether() throws Exception {
    Clocked clocked = new Clocked("G", "E", "T", " ", "/");
    StreamSniffing sniffing = clocked.sniffing(PORT);
    assertThat(sniffing.sniff(ALL, Duration.ofMillis(300))).isNull();
    // each byte comes after 100 ms
    assertThat(clocked.waits).containsExactly(300L, 200L, 100L);
  }

  @Test
  void asksAgainWhatCouldNotBeToldInTime() throws Exception {
    Clocked clocked = new Clocked("GET / HTTP/1.1\r\n", "Host: a.example\r\n\r\n");
    StreamSniffing sniffing = clocked.sniffing(PORT);
    assertThat(sniffing.sniff(ALL, Duration.ofMillis(150))).isNull();
    assertThat(sniffing.sniff(List.of(Sniffer.TLS), LONG)).as("excluded").isNull();
    assertThat(clocked.waits).hasSize(2);
    assertThat(sniffing.sniff(ALL, Duration.ofMillis(150)))
        .isEqualTo(new Sniffed.Found(Sniffer.HTTP, "a.example", null));
  }

  @Test
  void aRequestWithoutAnEndCostsABufferAndTheTime() throws Exception {
    Pipe pipe = Pipe.withReadiness();
    Prefetch first = new Prefetch(pipe.b());
    write(pipe.a(), "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(8_000));
    StreamSniffing sniffing = new StreamSniffing(first, PORT, timeouts);
    assertThat(sniffing.sniff(ALL, Duration.ofDays(1))).isNull();
    assertThat(first.seen().remaining()).isEqualTo(Prefetch.MAX_BYTES);
  }

  @Test
  void theEndOfTheStreamEndsTheWait() throws Exception {
    Pipe pipe = Pipe.withReadiness();
    write(pipe.a(), "GET / HT");
    pipe.a().closeWrite();
    StreamSniffing sniffing = new StreamSniffing(new Prefetch(pipe.b()), PORT, timeouts);
    assertThat(sniffing.sniff(ALL, Duration.ofDays(1))).isNull();
  }

  @Test
  void aBrokenConnectionSaysSo() {
    Pipe pipe = Pipe.withReadiness();
    IOException reason = new IOException("cut");
    pipe.b().abort(reason);
    StreamSniffing sniffing = new StreamSniffing(new Prefetch(pipe.b()), PORT, timeouts);
    assertThatThrownBy(() -> sniffing.sniff(ALL, LONG)).isSameAs(reason);
  }

  /// A connection on which each piece comes 100 ms after the one before.
  private static final class Clocked extends ForwardingConn {
    private static final Duration STEP = Duration.ofMillis(100);

    private final VirtualTimeouts clock = new VirtualTimeouts();
    private final List<String> pieces;
    final List<Long> waits = new ArrayList<>();

    Clocked(String... pieces) {
      super(Pipe.create().a());
      this.pieces = new ArrayList<>(List.of(pieces));
    }

    StreamSniffing sniffing(int port) {
      return new StreamSniffing(new Prefetch(this), port, clock);
    }

    @Override
    public boolean reportsReadiness() {
      return true;
    }

    @Override
    public boolean awaitReadable(long nanos) {
      waits.add(nanos / 1_000_000);
      if (!pieces.isEmpty() && nanos >= STEP.toNanos()) {
        clock.advance(STEP);
        return true;
      }
      clock.advance(Duration.ofNanos(nanos));
      return false;
    }

    @Override
    public int read(Buffer into) {
      byte[] piece = pieces.removeFirst().getBytes(StandardCharsets.US_ASCII);
      into.append(piece, 0, piece.length);
      return piece.length;
    }
  }

  private static void write(Conn conn, String text) throws IOException {
    conn.write(Buffer.copyOf(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static byte[] read(Conn conn, int count) throws IOException {
    Buffer into = Buffer.allocate(count);
    while (into.length() < count) {
      assertThat(conn.read(into)).isPositive();
    }
    return into.toBytes();
  }
}
