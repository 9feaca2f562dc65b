package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Outbound;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.option.DialOptions;
import dev.motet.option.LegacyInboundOptions;
import dev.motet.option.ListenOptions;
import dev.motet.option.ServerOptions;
import dev.motet.testkit.Listen;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which server shakes hands for whom.
class HandshakeServersTest {
  private final Way way = new Way();
  private final TestEnv env = new TestEnv().outbound("way", way);

  @AfterEach
  void close() {
    env.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, a.example, true, site.example:8443",
    "OFF, , true, site.example:8443",
    "OFF, named.example, false, 192.0.2.1:1",
    "AUTHED, a.example, false, site.example:8443",
    "AUTHED, a.example, true, a.example:443",
    "AUTHED, , true, site.example:8443",
    "AUTHED, named.example, true, 192.0.2.1:1",
    "ALL, a.example, false, a.example:443",
    "ALL, a.example, true, a.example:443",
    "ALL, NAMED.example, false, 192.0.2.1:1",
    "ALL, , false, site.example:8443",
    "ALL, '', false, site.example:8443",
    "ALL, 127.0.0.1, true, site.example:8443",
    "ALL, ::1, true, site.example:8443"
  })
  void nameProofAndModeDecide(WildcardSni mode, @Nullable String name, boolean proven, String to)
      throws Exception {
    HandshakeServers servers = servers(mode, true, Listen.onLoopback());
    servers.dial(name, proven).close();
    assertThat(way.asked).extracting(request -> request.to().toString()).containsExactly(to);
  }

  @Test
  void namesThatLeadNowhereGetTheServerOfAllOthers() throws Exception {
    HandshakeServers servers = servers(WildcardSni.ALL, true, Listen.onLoopback());
    way.unreachable = "gone.example";
    servers.dial("gone.example", true).close();
    assertThat(way.asked)
        .extracting(request -> request.to().toString())
        .containsExactly("gone.example:443", "site.example:8443");
  }

  @Test
  void withoutAServerForOthersTheyAreRefused() throws Exception {
    HandshakeServers servers = servers(WildcardSni.ALL, false, Listen.onLoopback());
    assertThatThrownBy(() -> servers.dial(null, true)).isInstanceOf(DialException.class);
    assertThatThrownBy(() -> servers.dial("127.0.0.1", true)).isInstanceOf(DialException.class);
    assertThatThrownBy(servers::dial).isInstanceOf(DialException.class);
  }

  /// A client must not choose a server of the networks that only this machine reaches.
  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "::1", "fd00::1"})
  void namesLeadOutsideOnlyWhereClientsComeFromOutside(String address) throws Exception {
    InetAddress inside = InetAddress.ofLiteral(address);
    servers(WildcardSni.ALL, true, Listen.on("0.0.0.0", null, LegacyInboundOptions.NONE))
        .dial("a.example", true)
        .close();
    servers(WildcardSni.ALL, true, Listen.onLoopback()).dial("a.example", true).close();
    assertThat(way.asked.getFirst().reach().allows(inside)).isFalse();
    assertThat(way.asked.getFirst().reach().allows(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
    assertThat(way.asked.getLast().reach().allows(inside)).isTrue();
  }

  @Test
  void aServerThatTheConfigurationNamesMayBeInside() throws Exception {
    servers(WildcardSni.ALL, true, Listen.on("0.0.0.0", null, LegacyInboundOptions.NONE))
        .dial("named.example", true)
        .close();
    assertThat(way.asked.getFirst().reach().allows(InetAddress.ofLiteral("10.0.0.1"))).isTrue();
  }

  @Test
  void aServerWithoutANameCannotBeReached() {
    HandshakeServers servers =
        new HandshakeServers(
            env,
            new ShadowTlsInboundOptions(
                Listen.onLoopback(),
                3,
                "",
                List.of(),
                null,
                Map.of("a.example", through("", 0)),
                false,
                WildcardSni.ALL));
    assertThatThrownBy(() -> servers.dial("a.example", true)).isInstanceOf(DialException.class);
  }

  private HandshakeServers servers(WildcardSni mode, boolean others, ListenOptions listen) {
    return new HandshakeServers(
        env,
        new ShadowTlsInboundOptions(
            listen,
            3,
            "",
            List.of(),
            others ? through("site.example", 8443) : null,
            Map.of("named.example", through("192.0.2.1", 1)),
            false,
            mode));
  }

  private static HandshakeOptions through(String host, int port) {
    return new HandshakeOptions(new ServerOptions(host, port), DialOptions.DEFAULT.through("way"));
  }

  /// Leads to nobody, and remembers where it was to lead.
  private static final class Way implements Outbound {
    private final List<DialRequest> asked = new ArrayList<>();
    private @Nullable String unreachable;

    @Override
    public Set<Network> networks() {
      return Set.of(Network.TCP);
    }

    @Override
    public Conn dial(DialRequest request) throws IOException {
      asked.add(request);
      if (request.to().host().equals(unreachable)) {
        throw new DialException(DialException.Reason.DNS, "no such name");
      }
      return Pipe.create().a();
    }

    @Override
    public PacketConn bind(DialRequest request) throws IOException {
      throw new DialException(DialException.Reason.UNSUPPORTED, "packets");
    }
  }
}
