package dev.motet.os;

import dev.motet.io.SocketBackend;
import dev.motet.io.SocketBackendContract;
import dev.motet.io.Timeouts;

/// The Linux back end keeps the contract when its loops run the virtual threads.
class LoopBackendTest extends SocketBackendContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    return LoopBackends.open(2);
  }
}
