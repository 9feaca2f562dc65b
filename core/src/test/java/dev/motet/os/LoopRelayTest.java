package dev.motet.os;

import dev.motet.io.SocketBackend;
import dev.motet.io.SocketRelayContract;
import dev.motet.io.Timeouts;

/// The pump over descriptors, on virtual threads that loops run.
class LoopRelayTest extends SocketRelayContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    return LoopBackends.open(2);
  }
}
