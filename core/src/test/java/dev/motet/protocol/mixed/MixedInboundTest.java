package dev.motet.protocol.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Inbound;
import dev.motet.option.UserOptions;
import dev.motet.protocol.http.HttpInboundOptions;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Listen;
import dev.motet.testkit.RawClient;
import dev.motet.testkit.ScriptedRouter;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class MixedInboundTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final ScriptedRouter router = new ScriptedRouter();
  private final TestEnv env = new TestEnv(clock).router(router);
  private Inbound inbound;

  @AfterEach
  void close() {
    inbound.close();
    env.close();
  }

  @Test
  void theFirstByteTellsTheProtocol() throws Exception {
    open(List.of());
    try (RawClient client = client()) {
      client.sendHex("05").sendHex("01 00").expectHex("05 00");
      client.sendHex("05 01 00 01 c0000201 0050").expectHex("05 00 00 01 00000000 0000");
      client.sendText("5").expectText("5");
    }
    try (RawClient client = client()) {
      client.sendHex("04 01 0050 c0000201 00").expectHex("00 5a 0000 00000000");
    }
    try (RawClient client = client()) {
      client.sendText("C").sendText("ONNECT a.example:1 HTTP/1.1\r\n\r\nh");
      client.expectText("HTTP/1.1 200 Connection established\r\n\r\nh");
    }
    assertThat(router.sessions()).hasSize(3);
  }

  @Test
  void usersAreForBothProtocols() throws Exception {
    open(List.of(new UserOptions("user", "pass")));
    try (RawClient client = client()) {
      client.sendHex("05 01 00").expectHex("05 ff").expectEnd();
    }
    try (RawClient client = client()) {
      client.sendText("CONNECT a.example:1 HTTP/1.1\r\n\r\n").endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 407 ");
    }
  }

  @Test
  void silentClientsAreDroppedByATimeLimit() throws Exception {
    open(List.of());
    try (RawClient client = client()) {
      clock.awaitScheduled(1);
      clock.advance(Duration.ofSeconds(16));
      client.expectEnd();
    }
  }

  private RawClient client() throws IOException {
    return new RawClient(env.listening());
  }

  private void open(List<UserOptions> users) throws IOException {
    inbound = MixedInbound.create(env, new HttpInboundOptions(Listen.onLoopback(), users, null));
    inbound.start();
  }
}
