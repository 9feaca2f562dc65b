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
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every socket back end does, TCP and UDP: the contracts in the comments of [Conn],
/// [SocketConn], [ConnListener], [PacketConn] and [SocketPacketConn] as tests. Here stand
/// connecting, listening and the end; streams and packets are above.
public abstract class SocketBackendContract extends StreamSocketContract {
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
