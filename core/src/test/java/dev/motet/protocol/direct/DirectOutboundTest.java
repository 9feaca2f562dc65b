package dev.motet.protocol.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Reach;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.PacketConn;
import dev.motet.option.DialOptions;
import dev.motet.testkit.Pipe;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whom a failure is put down to.
class DirectOutboundTest {
  private static final Destination ASKED = Destination.of("a.example", 443);

  @ParameterizedTest
  @EnumSource(Reason.class)
  void whatCannotBeReachedIsTheDestinationsFault(Reason reason) {
    IOException cause = new IOException("cause");
    Dialer system =
        new Dialer() {
          @Override
          public Conn dial(DialRequest request) throws IOException {
            assertThat(request.to()).isEqualTo(Destination.of("b.example", 443));
            throw new DialException(reason, "said", cause);
          }

          @Override
          public PacketConn bind(DialRequest request) throws IOException {
            throw new DialException(reason, "said", cause);
          }
        };
    DirectOutbound direct =
        new DirectOutbound(system, new DirectOutboundOptions(DialOptions.DIRECT, "b.example", 0));

    expect(reason, cause, () -> direct.dial(new DialRequest(ASKED)));
    expect(reason, cause, () -> direct.bind(new DialRequest(ASKED)));
  }

  /// Where the configuration changes the port only, the host is still the client's choice.
  @Test
  void anotherPortLeavesTheLimitsOfTheHost() throws Exception {
    List<DialRequest> asked = new ArrayList<>();
    Dialer system =
        new Dialer() {
          @Override
          public Conn dial(DialRequest request) {
            asked.add(request);
            return Pipe.create().a();
          }

          @Override
          public PacketConn bind(DialRequest request) {
            throw new AssertionError("not asked for");
          }
        };
    List<InetAddress> resolved = List.of(InetAddress.ofLiteral("192.0.2.1"));
    Reach reach = _ -> false;
    DialRequest request = new DialRequest(ASKED, resolved, SocketOverrides.NONE, null, reach);

    new DirectOutbound(system, new DirectOutboundOptions(DialOptions.DIRECT, null, 8443))
        .dial(request);
    new DirectOutbound(system, new DirectOutboundOptions(DialOptions.DIRECT, "b.example", 8443))
        .dial(request);

    assertThat(asked.getFirst())
        .isEqualTo(
            new DialRequest(ASKED.withPort(8443), resolved, SocketOverrides.NONE, null, reach));
    assertThat(asked.getLast())
        .as("what the configuration chose")
        .isEqualTo(new DialRequest(Destination.of("b.example", 8443)));
  }

  private static void expect(Reason reason, IOException cause, ThrowingCallable call) {
    boolean ofDestination =
        switch (reason) {
          case REFUSED, UNREACHABLE, TIMEOUT, DNS -> true;
          case AUTH, REJECTED, DROPPED, UNSUPPORTED, FAILED -> false;
        };
    DialException e =
        org.assertj.core.api.Assertions.catchThrowableOfType(DialException.class, call);
    assertThat(e).hasMessage("said").hasCause(cause);
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.blames(ASKED)).isEqualTo(ofDestination);
    assertThat(e.blames(Destination.of("b.example", 443))).isFalse();
  }
}
