package dev.motet.os;

import dev.motet.io.PacketRelayContract;
import dev.motet.io.SocketBackend;
import dev.motet.io.Timeouts;

/// The pump over UDP descriptors, on virtual threads that loops run.
class LoopPacketRelayTest extends PacketRelayContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    return LoopBackends.open(2);
  }
}
