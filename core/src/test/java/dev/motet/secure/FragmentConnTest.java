package dev.motet.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.io.SocketConn;
import dev.motet.option.TlsFragmentOptions;
import dev.motet.testkit.Background;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.VirtualTimeouts;
import dev.motet.tls.message.ClientHelloReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class FragmentConnTest {
  private static final String NAME = "secret.example";

  private static final TlsFragmentOptions RECORDS = options(false, true);
  private static final TlsFragmentOptions SEGMENTS = options(true, false);

  private final VirtualTimeouts timeouts = new VirtualTimeouts();

  private static TlsFragmentOptions options(boolean fragment, boolean records) {
    return new TlsFragmentOptions(fragment, records, Duration.ofMillis(500));
  }

  private static byte[] hello() {
    return new HelloBytes()
        .extension(23, "")
        .serverName(NAME)
        .shortList(43, 0x0304)
        .records(1 << 14);
  }

  /// A socket that keeps each write apart.
  private static final class Recorder implements SocketConn {
    final LinkedBlockingQueue<byte[]> writes = new LinkedBlockingQueue<>();
    final IntSupplier unacknowledged;

    Recorder(IntSupplier unacknowledged) {
      this.unacknowledged = unacknowledged;
    }

    List<byte[]> all() {
      return new ArrayList<>(writes);
    }

    byte[] joined() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      writes.forEach(out::writeBytes);
      return out.toByteArray();
    }

    @Override
    public int read(Buffer into) {
      return -1;
    }

    @Override
    public void write(Buffer from) {
      writes.add(from.toBytes());
      from.from = from.to;
    }

    @Override
    public int unacknowledged() {
      return unacknowledged.getAsInt();
    }

    @Override
    public InetSocketAddress localAddress() {
      throw new UnsupportedOperationException();
    }

    @Override
    public InetSocketAddress remoteAddress() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void closeWrite() {}

    @Override
    public void close() {}
  }

  private FragmentConn conn(Conn below, TlsFragmentOptions how, long seed) {
    return new FragmentConn(below, how, timeouts, new Random(seed));
  }

  private static int positionOfName(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(NAME);
  }

  @Test
  void recordsAreCutWithinTheFirstLabelAndLeaveInOneWrite() throws IOException {
    byte[] hello = hello();
    Set<Integer> cuts = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      Recorder socket = new Recorder(() -> -1);
      conn(socket, RECORDS, seed).write(Buffer.copyOf(hello));
      assertThat(socket.all()).hasSize(1);
      byte[] sent = socket.joined();
      assertThat(sent).hasSize(hello.length + 5);
      assertThat(ClientHelloReader.read(new ByteReader(sent)).extensions().serverName())
          .isEqualTo(NAME);
      int first = ((sent[3] & 0xff) << 8) | (sent[4] & 0xff);
      cuts.add(5 + first - positionOfName(hello));
      assertThat(Arrays.copyOf(sent, 3)).isEqualTo(Arrays.copyOf(hello, 3));
    }
    assertThat(cuts).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void whatFollowsTheHelloStaysBehindIt() throws IOException {
    byte[] more = Arrays.copyOf(hello(), hello().length + 7);
    more[more.length - 1] = 42;
    Recorder socket = new Recorder(() -> -1);
    conn(socket, RECORDS, 1).write(Buffer.copyOf(more));
    byte[] sent = socket.joined();
    assertThat(sent).hasSize(more.length + 5);
    assertThat(Arrays.copyOfRange(sent, sent.length - 7, sent.length))
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 42});
    assertThat(ClientHelloReader.read(new ByteReader(sent)).extensions().serverName())
        .isEqualTo(NAME);
  }

  @Test
  void onlyTheFirstWriteIsCutAndOnlyAHello() throws IOException {
    Recorder socket = new Recorder(() -> -1);
    FragmentConn conn = conn(socket, RECORDS, 1);
    assertThat(conn.sink()).isSameAs(conn);
    conn.write(Buffer.copyOf("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII)));
    conn.write(Buffer.copyOf(hello()));
    assertThat(socket.all()).hasSize(2);
    assertThat(socket.all().getLast()).isEqualTo(hello());
    assertThat(conn.sink()).isSameAs(socket);
  }

  @Test
  void noBytesOfAClientBreakIt() throws IOException {
    byte[] hello = hello();
    for (int length = 1; length < hello.length; length++) {
      byte[] cut = Arrays.copyOf(hello, length);
      Recorder socket = new Recorder(() -> -1);
      conn(socket, RECORDS, length).write(Buffer.copyOf(cut));
      assertThat(socket.joined()).isEqualTo(cut);
    }
    Random random = new Random(5);
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = hello.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Recorder socket = new Recorder(() -> -1);
      // into what has no segments of its own, nothing is waited for
      Conn below = new ForwardingConn(socket) {};
      conn(below, SEGMENTS, round)
          .write(Buffer.copyOf(damaged.clone()), Buffer.copyOf(new byte[0]));
      assertThat(socket.joined()).isEqualTo(damaged);
    }
  }

  @Test
  void segmentsWaitForTheAnswerOfThePeer() throws Exception {
    int[] polls = {0};
    Recorder socket = new Recorder(() -> ++polls[0] < 6 ? 1 : 0);
    Background<Void> written = writeInBackground(socket);
    assertThat(socket.writes.poll(10, TimeUnit.SECONDS)).isNotNull();
    for (int i = 0; i < 5; i++) {
      timeouts.awaitScheduled(1);
      assertThat(written.isDone()).isFalse();
      timeouts.advance(Duration.ofMillis(10));
    }
    written.get();
    assertThat(socket.writes).hasSize(1);
    assertThat(polls[0]).isEqualTo(6);
  }

  @Test
  void anAnswerFromNearbyIsNotBelieved() throws Exception {
    Recorder socket = new Recorder(() -> 0);
    Background<Void> written = writeInBackground(socket);
    timeouts.awaitScheduled(1);
    timeouts.advance(Duration.ofMillis(499));
    assertThat(written.isDone()).isFalse();
    assertThat(socket.writes).hasSize(1);
    timeouts.advance(Duration.ofMillis(1));
    written.get();
    assertThat(socket.joined()).isEqualTo(hello());
  }

  @Test
  void whereNobodyKnowsTheDelayIsWaited() throws Exception {
    Recorder socket = new Recorder(() -> -1);
    Background<Void> written = writeInBackground(socket);
    timeouts.awaitScheduled(1);
    timeouts.advance(Duration.ofMillis(500));
    written.get();
    assertThat(socket.writes).hasSize(2);
  }

  @Test
  void aCloseEndsTheWait() throws Exception {
    Recorder socket = new Recorder(() -> -1);
    FragmentConn conn = conn(socket, SEGMENTS, 3);
    Background<Void> written = Background.run(() -> conn.write(Buffer.copyOf(hello())));
    timeouts.awaitScheduled(1);
    conn.close();
    written.get();
  }

  private Background<Void> writeInBackground(Recorder socket) {
    return Background.run(() -> conn(socket, SEGMENTS, 3).write(Buffer.copyOf(hello())));
  }
}
