package dev.motet.dial;

import dev.motet.io.Destination;
import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;

/// Exchanges packets with one remote end only (`udp_connect`): all packets go there, those of
/// others are dropped.
final class ConnectedPacketConn extends ForwardingPacketConn {
  private final Destination remote;

  ConnectedPacketConn(PacketConn below, Destination remote) {
    super(below);
    this.remote = remote;
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    int before = into.count();
    while (into.count() == before) {
      if (below.receive(into) < 0) {
        return -1;
      }
      int kept = before;
      for (int i = before; i < into.count(); i++) {
        if (into.get(i).remote().equals(remote)) {
          into.swap(kept++, i);
        }
      }
      into.truncate(kept);
    }
    return into.count() - before;
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    for (int i = 0; i < packets.count(); i++) {
      packets.get(i).remote = remote;
    }
    below.send(packets);
  }
}
