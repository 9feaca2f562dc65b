package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What every socket back end does, TCP and UDP: the contracts in the comments of [Conn],
/// [SocketConn], [ConnListener], [PacketConn] and [SocketPacketConn] as tests.
public abstract class SocketBackendContract extends PacketSocketContract {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void echoesBytes() throws Exception {
    Ends ends = connected();
    writeText(ends.client(), "hello");
    assertThat(readText(ends.server(), 5)).isEqualTo("hello");
    writeText(ends.server(), "back");
    assertThat(readText(ends.client(), 4)).isEqualTo("back");
  }

  @Test
  void carriesAMebibyteBothWaysAtOnce() throws Exception {
    Ends ends = connected();
    byte[] up = random(MEBIBYTE, 1);
    byte[] down = random(MEBIBYTE, 2);
    Background<Void> upWriter = run(() -> ends.client().write(Buffer.copyOf(up)));
    Background<Void> downWriter = run(() -> ends.server().write(Buffer.copyOf(down)));
    Background<byte[]> upReader =
        Background.call(backend.threads(), () -> readFully(ends.server(), MEBIBYTE));
    assertThat(Arrays.equals(readFully(ends.client(), MEBIBYTE), down)).isTrue();
    assertThat(Arrays.equals(upReader.get(), up)).isTrue();
    upWriter.get();
    downWriter.get();
  }

  @Test
  void serves100ConnectionsAtOnce() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    Background<Void> accepting =
        run(() -> {
          for (int i = 0; i < 100; i++) {
            SocketConn conn = keep(listener.accept());
            run(() -> conn.write(Buffer.copyOf(readFully(conn, 1000))));
          }
        });
    List<Background<Void>> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] sent = random(1000, i);
      clients.add(
          run(() -> {
            try (SocketConn conn = backend.connect(listener.localAddress(), SocketConfig.DEFAULT)) {
              conn.write(Buffer.copyOf(sent));
              assertThat(readFully(conn, 1000)).isEqualTo(sent);
            }
          }));
    }
    for (Background<Void> client : clients) {
      client.get();
    }
    accepting.get();
  }

  @Test
  void aReaderThatDoesNotReadStopsTheWriter() throws Exception {
    Ends ends = connected();
    AtomicBoolean enough = new AtomicBoolean();
    byte[] block = new byte[Buffers.LARGE];
    Background<Long> writer =
        Background.call(
            backend.threads(),
            () -> {
              long written = 0;
              while (!enough.get()) {
                ends.client().write(Buffer.copyOf(block));
                written += block.length;
              }
              ends.client().closeWrite();
              return written;
            });
    writer.awaitBlocked();
    enough.set(true);
    long read = 0;
    Buffer buffer = Buffer.allocate(Buffers.LARGE);
    for (int n = ends.server().read(buffer); n > 0; n = ends.server().read(buffer.clear())) {
      read += n;
    }
    assertThat(writer.get()).isEqualTo(read);
  }

  @Test
  void aReadAppendsAndLeavesTheTailRoomAlone() throws Exception {
    Ends ends = connected();
    writeText(ends.client(), "0123456789");
    byte[] array = new byte[4 + 6 + Buffer.TAIL_ROOM];
    Arrays.fill(array, (byte) '.');
    Buffer buffer = new Buffer(array, 2, 4);
    assertThat(ends.server().read(buffer)).isEqualTo(6);
    assertThat(buffer.toText()).isEqualTo("..012345");
    assertThat(Arrays.copyOfRange(array, 10, array.length)).containsOnly('.');
    assertThat(readText(ends.server(), 4)).isEqualTo("6789");
  }

  @Test
  void aWriteEmptiesItsBuffers() throws Exception {
    Ends ends = connected();
    Buffer body = Buffer.copyOf(new byte[] {1, 2, 3});
    ends.client().write(body);
    assertThat(body.isEmpty()).isTrue();
    ends.client().write(body);
    Buffer head = Buffer.wrap(new byte[] {4});
    Buffer rest = Buffer.wrap(new byte[] {5, 6});
    ends.client().write(head, rest);
    assertThat(head.isEmpty()).isTrue();
    assertThat(rest.isEmpty()).isTrue();
    assertThat(readFully(ends.server(), 6)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void headAndBodyLeaveTogether() throws Exception {
    Ends ends = connected();
    for (int round = 0; round < 200; round++) {
      Buffer body = round % 2 == 0 ? Buffer.copyOf(new byte[900]) : Buffer.wrap(new byte[900]);
      Buffer got = Buffer.allocate(2000);
      Background<Integer> reader =
          Background.call(backend.threads(), () -> ends.server().read(got));
      ends.client().write(Buffer.wrap(new byte[100]), body);
      assertThat(reader.get()).isEqualTo(1000);
    }
  }

  @Test
  void theClientMayHalfCloseFirst() throws Exception {
    Ends ends = connected();
    halfCloses(ends.client(), ends.server());
  }

  @Test
  void theServerMayHalfCloseFirst() throws Exception {
    Ends ends = connected();
    halfCloses(ends.server(), ends.client());
  }

  private static void halfCloses(Conn first, Conn second) throws IOException {
    writeText(first, "last words");
    first.closeWrite();
    assertThat(readText(second, 100)).isEqualTo("last words");
    writeText(second, "answer");
    assertThat(readText(first, 6)).isEqualTo("answer");
    second.closeWrite();
    assertThat(first.read(Buffer.allocate(10))).isEqualTo(-1);
    assertThat(first.read(Buffer.allocate(10))).isEqualTo(-1);
    assertThat(second.read(Buffer.allocate(10))).isEqualTo(-1);
  }

  @Test
  void unsentBytesStillGoOutAfterAClose() throws Exception {
    Ends ends = connected();
    writeText(ends.client(), "x".repeat(100_000));
    ends.client().close();
    assertThat(readFully(ends.server(), 100_001)).hasSize(100_000);
  }

  @Test
  void closeEndsARead() throws Exception {
    Ends ends = connected();
    Background<Void> reading = run(() -> ends.client().read(Buffer.allocate(1))).awaitBlocked();
    ends.client().close();
    ends.client().close();
    assertThat(reading.failure()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ends.client().read(Buffer.allocate(1)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> writeText(ends.client(), "x")).isInstanceOf(IOException.class);
    assertThat(ends.server().read(Buffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void closeEndsAWrite() throws Exception {
    Ends ends = connected();
    Background<Void> writing = endless(ends.client()).awaitBlocked();
    ends.client().close();
    assertThat(writing.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void closeEndsAnAccept() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    Background<Void> accepting = run(listener::accept).awaitBlocked();
    listener.close();
    listener.close();
    assertThat(accepting.failure()).isInstanceOf(IOException.class);
    assertThatThrownBy(listener::accept).isInstanceOf(IOException.class);
  }

  @Test
  void abortGivesItsReasonToAReadAndAWriteAndResetsThePeer() throws Exception {
    Ends ends = connected();
    Background<Void> reading = run(() -> ends.client().read(Buffer.allocate(1)));
    Background<Void> writing = endless(ends.client()).awaitBlocked();
    reading.awaitBlocked();
    IOException reason = new IOException("limit reached");
    ends.client().abort(reason);
    ends.client().abort(new IOException("too late"));
    assertThat(reading.failure()).isSameAs(reason);
    assertThat(writing.failure()).isSameAs(reason);
    assertThatThrownBy(() -> ends.client().read(Buffer.allocate(1))).isSameAs(reason);
    assertThatThrownBy(() -> drain(ends.server())).isInstanceOf(IOException.class);
  }

  @Test
  void nothingHappensAfterAClose() throws Exception {
    Ends ends = connected();
    ends.client().close();
    IOException reason = new IOException("too late");
    ends.client().abort(reason);
    assertThat(ends.server().read(Buffer.allocate(1))).isEqualTo(-1);
    assertThatThrownBy(() -> ends.client().read(Buffer.allocate(1)))
        .isInstanceOf(IOException.class)
        .isNotSameAs(reason);
  }

  @Test
  void aPeerThatResetsEndsReadsAndWrites() throws Exception {
    Ends ends = connected();
    Background<Void> reading = run(() -> ends.server().read(Buffer.allocate(1))).awaitBlocked();
    ends.client().abort(new IOException("gone"));
    assertThat(reading.failure()).isInstanceOf(IOException.class);
    assertThat(endless(ends.server()).failure()).isInstanceOf(IOException.class);
  }

  @Test
  void aRefusedConnectSaysSo() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    listener.close();
    assertThatThrownBy(() -> backend.connect(listener.localAddress(), SocketConfig.DEFAULT))
        .isInstanceOfSatisfying(
            DialException.class,
            e -> assertThat(e.reason()).isEqualTo(DialException.Reason.REFUSED))
        .hasMessageContaining("127.0.0.1:" + listener.localAddress().getPort());
  }

  @Test
  void aConnectThatGetsNoAnswerTimesOut() throws Exception {
    try (Deaf deaf = new Deaf()) {
      assertThatThrownBy(
              () -> backend.connect(deaf.address(), connectTimeout(Duration.ofMillis(150))))
          .isInstanceOfSatisfying(
              DialException.class,
              e -> assertThat(e.reason()).isEqualTo(DialException.Reason.TIMEOUT));
    }
  }

  @Test
  void saysWhenAReadWouldReturn() throws Exception {
    Ends ends = connected();
    SocketConn conn = ends.server();
    if (!conn.reportsReadiness()) {
      assertThat(conn.awaitReadable(-1)).isTrue();
      return;
    }
    assertThat(conn.awaitReadable(0)).isFalse();
    assertThat(conn.awaitReadable(20_000_000)).isFalse();
    Background<Boolean> waiting =
        Background.call(backend.threads(), () -> conn.awaitReadable(-1)).awaitBlocked();
    writeText(ends.client(), "x");
    assertThat(waiting.get()).isTrue();
    assertThat(conn.awaitReadable(0)).isTrue();
    assertThat(readText(conn, 1)).isEqualTo("x");
    assertThat(conn.awaitReadable(1_000_000)).isFalse();
    ends.client().closeWrite();
    assertThat(conn.awaitReadable(-1)).isTrue();
    assertThat(conn.read(Buffer.allocate(1))).isEqualTo(-1);
    assertThat(conn.awaitReadable(-1)).isTrue();
  }

  @Test
  void anAbortEndsAWaitForReadiness() throws Exception {
    Ends ends = connected();
    if (!ends.server().reportsReadiness()) {
      return; // saysWhenAReadWouldReturn covers it
    }
    Background<Void> waiting = run(() -> ends.server().awaitReadable(-1)).awaitBlocked();
    IOException reason = new IOException("cut");
    ends.server().abort(reason);
    assertThat(waiting.failure()).isSameAs(reason);
  }

  @Test
  void bothEndsKnowTheirAddresses() throws Exception {
    Ends ends = connected();
    assertThat(ends.client().localAddress()).isEqualTo(ends.server().remoteAddress());
    assertThat(ends.client().remoteAddress()).isEqualTo(ends.server().localAddress());
    assertThat(ends.client().localAddress().getPort()).isPositive();
    InetSocketAddress before = ends.server().remoteAddress();
    ends.client().close();
    ends.server().close();
    assertThat(ends.server().remoteAddress()).isEqualTo(before);
  }

  @Test
  void listensOnIpv6AndOnBothFamilies() throws Exception {
    assumeTrue(hasIpv6(), "no IPv6 here");
    ConnListener six = listen("::1");
    SocketConn client = keep(backend.connect(six.localAddress(), SocketConfig.DEFAULT));
    assertThat(keep(six.accept()).remoteAddress()).isEqualTo(client.localAddress());

    ConnListener both = listen("::");
    int port = both.localAddress().getPort();
    keep(backend.connect(new InetSocketAddress(address("127.0.0.1"), port), SocketConfig.DEFAULT));
    assertThat(keep(both.accept()).remoteAddress().getAddress()).isInstanceOf(Inet4Address.class);
  }

  @Test
  void listeningOnAllIpv4AddressesLeavesIpv6Alone() throws Exception {
    assumeTrue(hasIpv6(), "no IPv6 here");
    int port = listen("0.0.0.0").localAddress().getPort();
    keep(backend.connect(new InetSocketAddress(address("127.0.0.1"), port), SocketConfig.DEFAULT));
    assertThatThrownBy(() ->
            backend.connect(new InetSocketAddress(address("::1"), port), SocketConfig.DEFAULT))
        .isInstanceOf(DialException.class);
  }

  @Test
  void aTakenAddressIsABindException() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    assertThatThrownBy(() -> backend.listen(listener.localAddress(), SocketConfig.DEFAULT))
        .isInstanceOf(BindException.class);
  }

  @Test
  void theAddressOfAClosedListenerIsFreeAtOnce() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    for (int i = 0; i < 30; i++) {
      ConnListener old = listener;
      Background<Void> accepting = run(old::accept).awaitBlocked();
      old.close();
      listener = keep(backend.listen(listener.localAddress(), SocketConfig.DEFAULT));
      assertThat(accepting.failure()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void connectsFromTheConfiguredAddress() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "127.0.0.2 is there on Linux only");
    ConnListener listener = listen("127.0.0.1");
    SocketConfig d = SocketConfig.DEFAULT;
    SocketConfig from =
        new SocketConfig(
            null,
            (Inet4Address) address("127.0.0.2"),
            null,
            0,
            false,
            null,
            d.keepAliveIdle(),
            d.keepAliveInterval(),
            d.connectTimeout(),
            false,
            false,
            null,
            null);
    keep(backend.connect(listener.localAddress(), from));
    assertThat(keep(listener.accept()).remoteAddress().getAddress())
        .isEqualTo(address("127.0.0.2"));
  }

  @Test
  void closingLeavesNoDescriptor() throws Exception {
    int before = LeakCheck.sockets().size();
    assumeTrue(before > 0, "descriptors cannot be counted here");
    for (int i = 0; i < 50; i++) {
      Ends ends = connected();
      Background<Void> reading = run(() -> ends.client().read(Buffer.allocate(1)));
      if (i % 2 == 0) {
        ends.client().close();
      } else {
        ends.client().abort(new IOException("cut"));
      }
      reading.failure();
      ends.server().close();
      backend.bind(null, SocketConfig.DEFAULT).close();
    }
    Background.until(() -> LeakCheck.sockets().size() <= before);
  }

  @Test
  void closingTheBackEndFailsItsSockets() throws Exception {
    Ends ends = connected();
    SocketPacketConn packets = bound("127.0.0.1");
    Background<Void> receiving = run(() -> packets.receive(new PacketBatch(1, 9))).awaitBlocked();
    backend.close();
    assertThat(receiving.failure()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ends.client().read(Buffer.allocate(1)))
        .isInstanceOf(IOException.class);
  }

  private Background<Void> endless(Conn conn) {
    return run(() -> {
      while (true) {
        conn.write(Buffer.copyOf(new byte[Buffers.LARGE]));
      }
    });
  }

  private static void drain(Conn conn) throws IOException {
    Buffer buffer = Buffer.allocate(Buffers.LARGE);
    while (conn.read(buffer.clear()) >= 0) {
      // goes on
    }
  }

  protected static SocketConfig connectTimeout(Duration limit) {
    SocketConfig d = SocketConfig.DEFAULT;
    return new SocketConfig(
        null,
        null,
        null,
        0,
        false,
        null,
        null,
        d.keepAliveInterval(),
        limit,
        false,
        false,
        null,
        null);
  }

  private static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// A listening socket whose queue is full: a further connect gets no answer (Linux).
  protected static final class Deaf implements AutoCloseable {
    private final ServerSocket socket;
    private final List<SocketChannel> waiting = new ArrayList<>();

    protected Deaf() throws IOException {
      assumeTrue(System.getProperty("os.name").equals("Linux"), "relies on how Linux queues");
      socket = new ServerSocket(0, 1, address("127.0.0.1"));
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(socket.getLocalSocketAddress());
        waiting.add(channel);
      }
    }

    protected InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private static java.net.InetAddress address(String literal) {
      return BackendFixture.address(literal);
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
      socket.close();
    }
  }
}
