package dev.motet.io;

/// The pump over portable sockets.
class NioRelayTest extends SocketRelayContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) {
    return new NioBackend(timeouts);
  }
}
