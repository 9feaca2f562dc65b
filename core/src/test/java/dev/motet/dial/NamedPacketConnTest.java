package dev.motet.dial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.io.Destination;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.option.DialOptions;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Names whose lookup fails while an association lasts.
@ExtendWith(LeakCheck.class)
class NamedPacketConnTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final VirtualTimeouts clock = new VirtualTimeouts();

  @Test
  void aNameThatHadNoAddressIsLookedUpAgainAfterAWhile() throws Exception {
    try (TestEnv env = new TestEnv(clock).name("first.test", LOOPBACK);
        Echo echo = Echo.start();
        PacketConn conn =
            Dialers.of(env, DialOptions.DEFAULT)
                .bind(new DialRequest(Destination.of("first.test", echo.port())))) {
      Destination late = Destination.of("late.test", echo.port());
      conn.send(packetTo(late));
      env.name("late.test", LOOPBACK);
      clock.advance(NamedPacketConn.RETRY.minusNanos(1));
      conn.send(packetTo(late));
      assertThat(isSealed(conn, late)).as("dropped without waiting").isTrue();
      assertThat(env.queries()).as("not one for each packet").hasSize(2);

      clock.advance(NamedPacketConn.RETRY);
      assertThat(isSealed(conn, late)).as("the lookup does not happen on the loop").isFalse();
      conn.send(packetTo(late));

      PacketBatch answers = new PacketBatch(2, 100);
      conn.receive(answers);
      assertThat(answers.count()).isEqualTo(1);
      assertThat(answers.get(0).remote()).isEqualTo(late);
      assertThat(env.queries()).hasSize(3);
    }
  }

  private static boolean isSealed(PacketConn conn, Destination to) throws IOException {
    return Objects.requireNonNull(conn.sink()).sealer().seal(packetTo(to));
  }

  private static PacketBatch packetTo(Destination to) {
    PacketBatch batch = new PacketBatch(1, 100);
    batch.add().remote = to;
    return batch;
  }
}
