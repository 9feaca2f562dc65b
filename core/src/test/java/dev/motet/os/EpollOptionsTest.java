package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.io.BackendFixture;
import dev.motet.io.Buffer;
import dev.motet.io.ConnListener;
import dev.motet.io.DialException;
import dev.motet.io.Meter;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Timeouts;
import dev.motet.io.Transfer;
import dev.motet.io.UnsupportedSocketOptionException;
import dev.motet.testkit.Background;
import dev.motet.testkit.Linux;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Each field of [SocketConfig] reaches the kernel, or is refused by its JSON key.
class EpollOptionsTest extends BackendFixture {
  private static final int SOL_SOCKET = 1;
  private static final int IPPROTO_TCP = 6;
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress(address("127.0.0.1"), 0);

  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    Linux.required();
    return new EpollBackend(1);
  }

  @Test
  void keepAliveAndNoDelayAreSetOnBothEnds() throws Exception {
    SocketConfig config =
        new Options().keepAlive(Duration.ofSeconds(33), Duration.ofMillis(1_500)).build();
    ConnListener listener = keep(backend.listen(ANY_PORT, config));
    SocketConn client = keep(backend.connect(listener.localAddress(), config));
    SocketConn server = keep(listener.accept());
    for (SocketConn conn : new SocketConn[] {client, server}) {
      int fd = ((FdConn) conn).descriptor().fd;
      assertThat(SocketCalls.option(fd, SOL_SOCKET, 9)).as("SO_KEEPALIVE").isEqualTo(1);
      assertThat(SocketCalls.option(fd, IPPROTO_TCP, 4)).as("TCP_KEEPIDLE").isEqualTo(33);
      assertThat(SocketCalls.option(fd, IPPROTO_TCP, 5)).as("TCP_KEEPINTVL").isEqualTo(2);
      assertThat(SocketCalls.option(fd, IPPROTO_TCP, 1)).as("TCP_NODELAY").isEqualTo(1);
    }
  }

  @Test
  void keepAliveCanBeOff() throws Exception {
    SocketConfig config = new Options().build();
    ConnListener listener = keep(backend.listen(ANY_PORT, config));
    SocketConn client = keep(backend.connect(listener.localAddress(), config));
    assertThat(SocketCalls.option(((FdConn) client).descriptor().fd, SOL_SOCKET, 9)).isZero();
  }

  @Test
  void twoListenersShareAPortWithReuseAddr() throws Exception {
    SocketConfig config = new Options().reuse().build();
    ConnListener first = keep(backend.listen(ANY_PORT, config));
    keep(backend.listen(first.localAddress(), config));
  }

  @Test
  void aMarkIsSetOrRefusedByItsKey() throws Exception {
    Linux.rootRequired();
    SocketConfig config = new Options().mark(0x8000_0001L).build();
    SocketPacketConn conn = keep(backend.bind(ANY_PORT, config));
    assertThat(conn.localAddress().getPort()).isPositive();
    ConnListener listener = keep(backend.listen(ANY_PORT, config));
    SocketConn client = keep(backend.connect(listener.localAddress(), config));
    assertThat((int) SocketCalls.option(((FdConn) client).descriptor().fd, SOL_SOCKET, 36))
        .isEqualTo(0x8000_0001);
  }

  @Test
  void anInterfaceIsBoundAndAMissingOneRefused() throws Exception {
    Linux.rootRequired();
    SocketConfig lo = new Options().device("lo").build();
    ConnListener listener = keep(backend.listen(ANY_PORT, lo));
    keep(backend.connect(listener.localAddress(), lo));
    SocketConfig missing = new Options().device("none0").build();
    assertThatThrownBy(() -> backend.connect(listener.localAddress(), missing))
        .isInstanceOf(UnsupportedSocketOptionException.class)
        .hasMessageContaining("bind_interface")
        .hasMessageContaining("no such device");
  }

  @Test
  void aTooLongInterfaceNameIsRefused() {
    SocketConfig config = new Options().device("x".repeat(300)).build();
    assertThatThrownBy(() -> backend.bind(null, config)).hasMessageContaining("bind_interface");
  }

  @Test
  void fastOpenSendsTheFirstBytesAndConnectsAllTheSame() throws Exception {
    SocketConfig config = new Options().fastOpen().build();
    ConnListener listener = keep(backend.listen(ANY_PORT, config));
    for (int i = 0; i < 3; i++) { // from the second on with a cookie
      SocketConn client = keep(backend.connect(listener.localAddress(), config));
      Background<SocketConn> accepting =
          Background.call(backend.threads(), () -> keep(listener.accept()));
      writeText(client, "early");
      SocketConn server = accepting.get();
      assertThat(readText(server, 5)).isEqualTo("early");
      writeText(server, "back");
      assertThat(readText(client, 4)).isEqualTo("back");
    }
  }

  @Test
  void multipathConnectionsCarryBytes() throws Exception {
    SocketConfig config = new Options().multipath().build();
    if (!Linux.setting("net.mptcp.enabled").equals("1")) {
      assertThatThrownBy(() -> backend.listen(ANY_PORT, config))
          .hasMessageContaining("tcp_multi_path");
      return;
    }
    ConnListener listener = keep(backend.listen(ANY_PORT, config));
    SocketConn client = keep(backend.connect(listener.localAddress(), config));
    SocketConn server = keep(listener.accept());
    writeText(client, "x".repeat(100_000));
    client.closeWrite();
    assertThat(readText(server, 100_001)).hasSize(100_000);
  }

  @Test
  void multipathConnectionsCanBeMovedBeneathTheProgram() throws Exception {
    assumeTrue(Linux.setting("net.mptcp.enabled").equals("1"), "MPTCP is off");
    SocketConfig config = new Options().multipath().build();
    ConnListener listener = keep(backend.listen(ANY_PORT, config));
    SocketConn writer = keep(backend.connect(listener.localAddress(), config));
    SocketConn from = keep(listener.accept());
    SocketConn to = keep(backend.connect(listener.localAddress(), config));
    SocketConn reader = keep(listener.accept());
    Transfer.Moving moving = backend.transfer().start(from, to, new Meter());
    Background<Void> writing =
        run(() -> {
          writer.write(Buffer.wrap(new byte[3_000_000]));
          writer.closeWrite();
        });
    assertThat(readFully(reader, 3_000_001)).hasSize(3_000_000);
    writing.get();
    moving.await();
  }

  @Test
  void udpFragmentFalseForbidsFragments() throws Exception {
    SocketPacketConn conn = keep(backend.bind(null, new Options().noFragments().build()));
    assertThat(conn.localAddress().getPort()).isPositive();
    int fd = ((FdPacketConn) conn).descriptor().fd;
    assertThat(SocketCalls.option(fd, 0, 10)).as("IP_MTU_DISCOVER").isEqualTo(2);
    assertThat(SocketCalls.option(fd, 41, 23)).as("IPV6_MTU_DISCOVER").isEqualTo(2);
  }

  @Test
  void udpIsNotFragmentedUnlessAllowed() throws Exception {
    assertThat(discovery(SocketConfig.DEFAULT)).isEqualTo(2);
    assertThat(discovery(SocketConfig.DEFAULT.withUdpFragment(true))).isNotEqualTo(2);
  }

  private long discovery(SocketConfig config) throws IOException {
    FdPacketConn conn = (FdPacketConn) keep(backend.bind(null, config));
    return SocketCalls.option(conn.descriptor().fd, 0, 10);
  }

  @Test
  void protectPathIsRefused() {
    SocketConfig config = new Options().protect("/protect").build();
    assertThatThrownBy(() -> backend.bind(null, config)).hasMessageContaining("protect_path");
    assertThatThrownBy(() -> backend.listen(ANY_PORT, config)).hasMessageContaining("protect_path");
    assertThatThrownBy(() -> backend.connect(ANY_PORT, config))
        .isInstanceOf(UnsupportedSocketOptionException.class);
  }

  @Test
  void aSocketOfAnotherNamespaceLivesThere() throws Exception {
    Linux.rootRequired();
    String name = "motet-test-" + ProcessHandle.current().pid();
    Linux.run("ip", "netns", "add", name);
    try {
      Linux.run("ip", "-n", name, "link", "set", "lo", "up");
      SocketConfig there = new Options().netns(name).build();
      ConnListener listener = keep(backend.listen(ANY_PORT, there));
      SocketConn client = keep(backend.connect(listener.localAddress(), there));
      writeText(client, "inside");
      assertThat(readText(keep(listener.accept()), 6)).isEqualTo("inside");
      keep(backend.bind(null, new Options().netns("/run/netns/" + name).build()));
      // from here the port is another one: nobody listens
      assertThatThrownBy(() -> backend.connect(listener.localAddress(), SocketConfig.DEFAULT))
          .isInstanceOf(DialException.class);
    } finally {
      Linux.run("ip", "netns", "del", name);
    }
  }

  @Test
  void aNamespaceThatIsNotThereIsNamed() {
    SocketConfig config = new Options().netns("no-such-namespace").build();
    assertThatThrownBy(() -> backend.bind(null, config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("netns")
        .hasMessageContaining("no-such-namespace");
  }

  /// A configuration with keep-alive off and one thing set.
  private static final class Options {
    private String device;
    private long mark;
    private boolean reuse;
    private String netns;
    private Duration idle;
    private Duration interval = SocketConfig.DEFAULT.keepAliveInterval();
    private boolean fastOpen;
    private boolean multipath;
    private Boolean fragment;
    private String protect;

    Options device(String name) {
      device = name;
      return this;
    }

    Options mark(long value) {
      mark = value;
      return this;
    }

    Options reuse() {
      reuse = true;
      return this;
    }

    Options netns(String name) {
      netns = name;
      return this;
    }

    Options keepAlive(Duration idleTime, Duration between) {
      idle = idleTime;
      interval = between;
      return this;
    }

    Options fastOpen() {
      fastOpen = true;
      return this;
    }

    Options multipath() {
      multipath = true;
      return this;
    }

    Options noFragments() {
      fragment = false;
      return this;
    }

    Options protect(String path) {
      protect = path;
      return this;
    }

    SocketConfig build() {
      return new SocketConfig(
          device,
          null,
          null,
          mark,
          reuse,
          netns,
          idle,
          interval,
          Duration.ofSeconds(5),
          fastOpen,
          multipath,
          fragment,
          protect);
    }
  }
}
