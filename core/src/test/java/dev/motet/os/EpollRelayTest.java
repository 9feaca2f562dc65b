package dev.motet.os;

import dev.motet.io.SocketBackend;
import dev.motet.io.SocketRelayContract;
import dev.motet.io.Timeouts;
import java.io.IOException;

/// The pump over descriptors: both ends are bare, so it splices.
class EpollRelayTest extends SocketRelayContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws IOException {
    return new EpollBackend(1);
  }
}
