package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.ComponentType;
import dev.motet.core.Inbound;
import dev.motet.json.ConfigException;
import dev.motet.json.Position;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class MotetCheckTest {
  /// A configuration whose only inbound is made so.
  private static Config with(ComponentType.Factory<String, Inbound> factory)
      throws ConfigException {
    Config base = ConfigLoader.parse("none", "{}");
    ComponentType<String, Inbound> type = new ComponentType<>("probe", _ -> "", factory);
    Entry<String, Inbound> entry = new Entry<>(type, "in", "", Position.NONE, List.of());
    return base.withInbounds(List.of(entry));
  }

  @Test
  void saysWhichComponentCannotBeMade() throws ConfigException {
    Config config =
        with((_, _) -> {
          throw new IOException("the key is too short");
        });
    assertThatThrownBy(() -> Motet.check(config))
        .isInstanceOf(IOException.class)
        .hasMessage("initialize inbound[0]: the key is too short");
  }

  @Test
  void makesAndClosesButStartsNothing() throws Exception {
    List<String> calls = new ArrayList<>();
    Config config =
        with((_, _) ->
            new Inbound() {
              @Override
              public void start() {
                calls.add("start");
              }

              @Override
              public void stopAccepting() {
                calls.add("stop");
              }

              @Override
              public void close() {
                calls.add("close");
              }
            });
    Motet.check(config);
    assertThat(calls).containsExactly("close");
  }

  @Test
  void takesNoPort() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String inbound =
          "{\"inbounds\":[{\"type\":\"socks\",\"listen\":\"127.0.0.1\",\"listen_port\":%d}]}";
      Motet.check(ConfigLoader.parse("busy", inbound.formatted(busy.getLocalPort())));
    }
  }
}
