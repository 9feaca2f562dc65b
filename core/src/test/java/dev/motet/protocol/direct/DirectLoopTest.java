package dev.motet.protocol.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.Component;
import dev.motet.core.DialRequest;
import dev.motet.core.Outbound;
import dev.motet.core.Session;
import dev.motet.core.SocketOverrides;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.option.DialOptions;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Listen;
import dev.motet.testkit.RawClient;
import dev.motet.testkit.TestEnv;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A port forward that leads to itself refuses instead of taking all descriptors.
@ExtendWith(LeakCheck.class)
class DirectLoopTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, ''",
    "0.0.0.0, ''",
    "'::', ''",
    "0.0.0.0, '\"override_address\": \"localhost\",'",
    "127.0.0.1, '\"override_address\": \"127.0.0.1\",'"
  })
  void aConnectionToItselfIsRefused(String listen, String override) throws Exception {
    int port = freePort();
    String config =
        """
        {"inbounds": [{"type": "direct", "tag": "in", "network": "tcp", %s
                       "listen": "%s", "listen_port": %d}]}
        """
            .formatted(override, listen, port);
    try (Motet _ = Motet.start(ConfigLoader.parse("loop.json", config));
        RawClient client = new RawClient(new InetSocketAddress(LOOPBACK, port))) {
      client.expectEnd();
    }
  }

  @Test
  void theSamePortOfAnotherHostIsNoLoop() throws Exception {
    try (Echo echo = Echo.start(InetAddress.ofLiteral("127.0.0.2"));
        Motet _ =
            Motet.start(
                ConfigLoader.parse(
                    "forward.json",
                    """
                    {"inbounds": [{"type": "direct", "network": "tcp", "listen": "127.0.0.1",
                                   "listen_port": %d, "override_address": "127.0.0.2"}]}
                    """
                        .formatted(echo.port())));
        RawClient client = new RawClient(new InetSocketAddress(LOOPBACK, echo.port()))) {
      client.sendText("hi").expectText("hi");
    }
  }

  @Test
  void bothNetworksAreWatchedAndOnlyOfItsOwnSessions() throws Exception {
    try (TestEnv env = new TestEnv()) {
      DirectInbound inbound =
          new DirectInbound(
              env, new DirectInboundOptions(Listen.onLoopback(), EnumSet.of(Network.UDP), null, 0));
      inbound.start();
      try {
        InetSocketAddress here = env.listening();
        Outbound out =
            new DirectOutbound(env, new DirectOutboundOptions(DialOptions.DEFAULT, null, 0));
        assertThatThrownBy(() -> out.bind(request(Destination.of(here), inbound)))
            .isInstanceOfSatisfying(
                DialException.class,
                e -> assertThat(e.reason()).isEqualTo(DialException.Reason.REJECTED))
            .hasMessageContaining("inbound/direct[in]");
        out.bind(new DialRequest(Destination.of(here))).close();
        assertThat(inbound.wouldLoop(Network.TCP, here)).as("does not listen on TCP").isFalse();
      } finally {
        inbound.close();
      }
    }
  }

  private static DialRequest request(Destination to, DirectInbound origin) {
    var facts = new Session.Facts(1, "in", "direct", Network.UDP, null, to, null);
    var component = new Component<>("inbound", "direct", "in", origin, () -> {});
    var session = new Session(facts, 0, null, component);
    return new DialRequest(to, List.of(), SocketOverrides.NONE, session);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
