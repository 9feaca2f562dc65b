package dev.motet.os;

import dev.motet.io.PacketSocketContract;
import dev.motet.io.SocketBackend;
import dev.motet.io.Timeouts;

/// The UDP sockets of the Linux back end keep the contract.
class EpollPacketTest extends PacketSocketContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    return new EpollBackend(1);
  }
}
