package dev.motet.route;

import dev.motet.core.Reach;
import dev.motet.io.Destination;
import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.net.InetAddress;

// hot
/// The client's end of an association, without the packets to addresses that it may not reach:
/// rules look at an association once, its packets can go anywhere later.
final class GuardedPacketConn extends ForwardingPacketConn {
  private final Reach reach;
  private final Destination mapped;

  /// @param mapped the destination that the rules looked at: where its packets go is decided
  GuardedPacketConn(PacketConn below, Reach reach, Destination mapped) {
    super(below);
    this.reach = reach;
    this.mapped = mapped;
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
        if (passes(into.get(i).remote())) {
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

  /// A name is judged by its addresses, where it is resolved.
  private boolean passes(Destination to) {
    return !(to instanceof Destination.Ip(InetAddress address, _))
        || reach.allows(address)
        || to.equals(mapped);
  }
}
