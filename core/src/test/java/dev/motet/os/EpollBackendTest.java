package dev.motet.os;

import dev.motet.io.SocketBackend;
import dev.motet.io.SocketBackendContract;
import dev.motet.io.Timeouts;

/// The Linux back end keeps the contract.
class EpollBackendTest extends SocketBackendContract {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    return new EpollBackend(1);
  }
}
