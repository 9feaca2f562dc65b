package dev.motet.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Reach;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.option.DialOptions;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestEnv;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Names that turn out to have addresses which the session may not reach (`route.guard`).
@ExtendWith(LeakCheck.class)
class ReachTest {
  private static final InetAddress KEPT = InetAddress.ofLiteral("127.0.0.2");
  private static final InetAddress OPEN = InetAddress.ofLiteral("127.0.0.1");
  private static final Reach REACH = address -> !address.equals(KEPT);

  private final TestEnv env = new TestEnv().name("kept.test", KEPT).name("both.test", KEPT, OPEN);

  @AfterEach
  void close() {
    env.close();
  }

  @Test
  void aNameWithoutAnAllowedAddressIsRefused() {
    assertThatThrownBy(
            () -> Dialers.of(env, DialOptions.DEFAULT).dial(request("kept.test", 1, List.of())))
        .isInstanceOfSatisfying(
            DialException.class,
            e -> assertThat(e.reason()).isEqualTo(DialException.Reason.REJECTED))
        .hasMessageContaining("kept.test");
    assertThatThrownBy(
            () -> Dialers.of(env, DialOptions.DEFAULT).bind(request("kept.test", 1, List.of())))
        .isInstanceOf(DialException.class);
  }

  @Test
  void onlyTheAllowedAddressesAreTried() throws Exception {
    try (Echo echo = Echo.start()) {
      Dialers.of(env, DialOptions.DEFAULT)
          .dial(request("both.test", echo.port(), List.of()))
          .close();
      Dialers.of(env, DialOptions.DEFAULT)
          .dial(request("given.test", echo.port(), List.of(KEPT, OPEN)))
          .close();
    }
  }

  @Test
  void packetsForOtherNamesAreLookedAtToo() throws Exception {
    try (Echo echo = Echo.start(KEPT);
        Echo allowed = Echo.start(OPEN);
        PacketConn conn =
            Dialers.of(env, DialOptions.DEFAULT)
                .bind(request("both.test", allowed.port(), List.of()))) {
      PacketBatch batch = new PacketBatch(2, 100);
      batch.add().remote = Destination.of("kept.test", echo.port());
      batch.add().remote = Destination.of("both.test", allowed.port());
      conn.send(batch);
      PacketBatch answers = new PacketBatch(2, 100);
      conn.receive(answers);

      assertThat(answers.count()).isEqualTo(1);
      assertThat(answers.get(0).remote()).isEqualTo(Destination.of("both.test", allowed.port()));
    }
  }

  private static DialRequest request(String host, int port, List<InetAddress> resolved) {
    return new DialRequest(Destination.of(host, port), resolved, SocketOverrides.NONE, null, REACH);
  }
}
