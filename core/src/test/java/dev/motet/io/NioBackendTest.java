package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

/// The portable back end keeps the contract, and refuses options it cannot set.
class NioBackendTest extends SocketBackendContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) {
    return new NioBackend(timeouts);
  }

  @Test
  void theLimitOfAConnectIsOnTheClockOfTheInstance() throws Exception {
    VirtualTimeouts clock = new VirtualTimeouts();
    try (Deaf deaf = new Deaf();
        SocketBackend nio = new NioBackend(clock)) {
      Background<SocketConn> dialling =
          Background.call(() -> nio.connect(deaf.address(), connectTimeout(Duration.ofSeconds(5))))
              .awaitBlocked();
      clock.advance(Duration.ofMillis(4_999));
      dialling.awaitBlocked();
      clock.advance(Duration.ofMillis(1));
      assertThat(dialling.failure())
          .isInstanceOfSatisfying(
              DialException.class,
              e -> assertThat(e.reason()).isEqualTo(DialException.Reason.TIMEOUT));
      assertThat(clock.scheduled()).isZero();
    }
  }

  @Test
  void refusesEachOptionThatItCannotSetByItsKey() {
    Map<String, SocketConfig> wanted =
        Map.of(
            "bind_interface", config("lo", 0, null, false, false, null),
            "routing_mark", config(null, 1, null, false, false, null),
            "netns", config(null, 0, "blue", false, false, null),
            "tcp_fast_open", config(null, 0, null, true, false, null),
            "tcp_multi_path", config(null, 0, null, false, true, null),
            "protect_path", config(null, 0, null, false, false, "/protect"));
    InetSocketAddress at = new InetSocketAddress(address("127.0.0.1"), 0);
    wanted.forEach((key, config) -> {
      assertThatThrownBy(() -> backend.listen(at, config)).hasMessageContaining(key);
      assertThatThrownBy(() -> backend.connect(at, config))
          .isInstanceOfSatisfying(
              UnsupportedSocketOptionException.class, e -> assertThat(e.option()).isEqualTo(key));
      if (!key.startsWith("tcp_")) {
        assertThatThrownBy(() -> backend.bind(null, config)).hasMessageContaining(key);
      }
    });
  }

  @Test
  void udpIsNotFragmentedUnlessAllowed() throws IOException {
    assertThat(dontFragment(SocketConfig.DEFAULT)).isTrue();
    assertThat(dontFragment(SocketConfig.DEFAULT.withUdpFragment(false))).isTrue();
    assertThat(dontFragment(SocketConfig.DEFAULT.withUdpFragment(true))).isFalse();
  }

  private static boolean dontFragment(SocketConfig config) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      NioOptions.datagram(channel, config);
      return channel.getOption(ExtendedSocketOptions.IP_DONTFRAGMENT);
    }
  }

  private static SocketConfig config(
      String bindInterface,
      long mark,
      String netns,
      boolean fastOpen,
      boolean multipath,
      String protectPath) {
    SocketConfig d = SocketConfig.DEFAULT;
    return new SocketConfig(
        bindInterface,
        null,
        null,
        mark,
        false,
        netns,
        null,
        d.keepAliveInterval(),
        d.connectTimeout(),
        fastOpen,
        multipath,
        null,
        protectPath);
  }
}
