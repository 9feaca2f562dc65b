package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.SocketBackend;
import dev.motet.io.SocketRelayContract;
import dev.motet.io.Timeouts;
import dev.motet.io.Transfer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The pump over descriptors: both ends are bare, so it splices.
class EpollRelayTest extends SocketRelayContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws IOException {
    return new EpollBackend(1);
  }

  @Test
  @SuppressWarnings("NullAway") // the bug that the test needs
  void aBugInAStepEndsTheRelayAndFreesItsEnds() throws Exception {
    Ends client = connected();
    Ends remote = connected();
    Transfer.Moving moving = backend.transfer().start(client.server(), remote.client(), null);
    writeText(client.client(), "x");
    assertThatThrownBy(moving::await).hasMessage("unexpected error");
    assertThatThrownBy(() -> remote.client().closeWrite()).isInstanceOf(IOException.class);
  }
}
