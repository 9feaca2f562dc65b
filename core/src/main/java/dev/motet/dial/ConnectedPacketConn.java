package dev.motet.dial;

import dev.motet.io.Destination;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.RewritingPacketConn;

/// Exchanges packets with one remote end only (`udp_connect`): all packets go there, those of
/// others are dropped.
final class ConnectedPacketConn extends RewritingPacketConn {
  private final Destination remote;

  ConnectedPacketConn(PacketConn below, Destination remote) {
    super(below);
    this.remote = remote;
  }

  @Override
  protected boolean open(PacketBatch packets, int first) {
    packets.retain(first, packet -> packet.remote().equals(remote));
    return false;
  }

  @Override
  protected boolean seal(PacketBatch packets) {
    for (int i = 0; i < packets.count(); i++) {
      packets.get(i).remote = remote;
    }
    return true;
  }
}
