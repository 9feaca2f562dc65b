package dev.motet.io;

/// The pump over portable UDP sockets.
class NioPacketRelayTest extends PacketRelayContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) {
    return new NioBackend(timeouts);
  }
}
