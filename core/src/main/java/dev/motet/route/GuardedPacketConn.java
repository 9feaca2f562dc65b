package dev.motet.route;

import dev.motet.core.Session;
import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;

// hot
/// The client's end of an association, without the packets whose destination the guard refuses.
final class GuardedPacketConn extends ForwardingPacketConn {
  private final Session session;
  private final DestinationGuard guard;

  GuardedPacketConn(PacketConn below, Session session, DestinationGuard guard) {
    super(below);
    this.session = session;
    this.guard = guard;
  }

  /// Waits on when nothing of what came may pass.
  @Override
  public int receive(PacketBatch into) throws IOException {
    int before = into.count();
    while (true) {
      if (below.receive(into) < 0) {
        return -1;
      }
      int kept = before;
      for (int i = before; i < into.count(); i++) {
        if (guard.allows(session, into.get(i).remote())) {
          into.swap(kept, i);
          kept++;
        }
      }
      into.truncate(kept);
      if (kept > before) {
        return kept - before;
      }
    }
  }
}
