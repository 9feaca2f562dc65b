package dev.motet.os;

import dev.motet.io.PacketSocketContract;
import dev.motet.io.SocketBackend;
import dev.motet.io.Timeouts;

/// Its UDP sockets do so too.
class LoopPacketTest extends PacketSocketContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    return LoopBackends.open(2);
  }
}
