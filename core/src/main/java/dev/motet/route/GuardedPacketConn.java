package dev.motet.route;

import dev.motet.core.Reach;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.RewritingPacketConn;
import java.net.InetAddress;

// hot
/// The client's end of an association, without the packets to addresses that it may not reach:
/// rules look at an association once, its packets can go anywhere later.
final class GuardedPacketConn extends RewritingPacketConn {
  private final Reach reach;
  private final Destination mapped;

  /// @param mapped the destination that the rules looked at: where its packets go is decided
  GuardedPacketConn(PacketConn below, Reach reach, Destination mapped) {
    super(below);
    this.reach = reach;
    this.mapped = mapped;
  }

  @Override
  protected boolean open(PacketBatch packets, int first) {
    packets.retain(first, this::passes);
    return false;
  }

  /// A name is judged by its addresses, where it is resolved.
  private boolean passes(Packet packet) {
    Destination to = packet.remote();
    return !(to instanceof Destination.Ip(InetAddress address, _))
        || reach.allows(address)
        || to.equals(mapped);
  }
}
