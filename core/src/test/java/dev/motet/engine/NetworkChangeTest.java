package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.Outgoing;
import dev.motet.io.NetworkMonitor;
import dev.motet.io.SocketConfig;
import dev.motet.json.ConfigException;
import dev.motet.testkit.Namespace;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the section `route` says about interfaces and marks.
class NetworkChangeTest {
  private static final InetAddress NEAR = InetAddress.ofLiteral("192.0.2.9");
  private static final InetAddress FAR = InetAddress.ofLiteral("203.0.113.9");

  private final Outgoing outgoing = new Outgoing();

  /// `eth1` owns 192.0.2.9.
  private record Monitor(@Nullable String defaultInterface) implements NetworkMonitor {
    @Override
    public @Nullable String interfaceOf(InetAddress destination) {
      return destination.equals(NEAR) ? "eth1" : null;
    }

    @Override
    public void close() {}
  }

  @Test
  void socketsAreBoundToTheInterfaceThatOwnsTheDestinationElseToTheDefaultOne() throws Exception {
    outgoing.swap(new Outgoing.Settings(new Monitor("eth0"), null, 0));
    assertThat(outgoing.applied(SocketConfig.DEFAULT, NEAR).bindInterface()).isEqualTo("eth1");
    assertThat(outgoing.applied(SocketConfig.DEFAULT, FAR).bindInterface()).isEqualTo("eth0");
    outgoing.swap(new Outgoing.Settings(new Monitor(null), null, 0));
    assertThatThrownBy(() -> outgoing.applied(SocketConfig.DEFAULT, FAR))
        .hasMessage("no available network interface");
  }

  @Test
  void whatDialFieldsSayWins() throws Exception {
    outgoing.swap(new Outgoing.Settings(new Monitor("eth0"), null, 7));
    SocketConfig own = SocketConfig.DEFAULT.withBindInterface("lo").withMark(3);
    assertThat(outgoing.applied(own, NEAR)).isEqualTo(own);
    assertThat(outgoing.applied(SocketConfig.DEFAULT, FAR).mark()).isEqualTo(7);
    outgoing.swap(new Outgoing.Settings(null, "eth5", 0));
    assertThat(outgoing.applied(SocketConfig.DEFAULT, NEAR).bindInterface()).isEqualTo("eth5");
  }

  @Test
  void aStrategyNeedsTheInterfaceToBeFoundOut() throws Exception {
    assertThatThrownBy(() -> parse("\"default_network_strategy\": \"fallback\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("`auto_detect_interface` is required");
    assertThatThrownBy(() ->
            parse(
                "\"auto_detect_interface\": true, \"default_interface\": \"lo\","
                    + " \"default_network_strategy\": \"hybrid\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is conflict with `default_interface`");
    assertThat(
            parse(
                    "\"auto_detect_interface\": true, \"default_network_strategy\": \"hybrid\","
                        + " \"default_network_type\": \"wifi\", \"default_mark\": \"0x10\"")
                .warnings())
        .hasSize(1);
  }

  private static Config parse(String fields) throws ConfigException {
    return ConfigLoader.parse("config.json", "{\"route\": {" + fields + "}}");
  }

  @Test
  void aChangeOfTheNetworkCutsSessionsAndNewOnesWork() throws Exception {
    try (Namespace network = Namespace.create("change")) {
      network.ip("link", "set", "lo", "up");
      network.addVeth("one", "peer", "192.0.2.1/24");
      try (Namespace.Program program = network.start(NetworkChangeMain.class)) {
        assertThat(program.line()).isEqualTo("refused: no available network interface");
        assertThat(program.line()).isEqualTo("echo");
        network.ip("route", "add", "default", "dev", "one");
        assertThat(program.line()).isEqualTo("cut");
        assertThat(program.line()).isEqualTo("echo again");
      }
    }
  }
}
