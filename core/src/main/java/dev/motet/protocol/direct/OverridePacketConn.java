package dev.motet.protocol.direct;

import dev.motet.io.Destination;
import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;

// hot
/// Sends what goes to one destination to another one, and shows the answers as coming from the
/// first.
final class OverridePacketConn extends ForwardingPacketConn {
  private final Destination asked;
  private final Destination real;

  OverridePacketConn(PacketConn below, Destination asked, Destination real) {
    super(below);
    this.asked = asked;
    this.real = real;
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    int before = into.count();
    int received = below.receive(into);
    replace(into, before, real, asked);
    return received;
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    replace(packets, 0, asked, real);
    below.send(packets);
  }

  private static void replace(PacketBatch packets, int first, Destination from, Destination to) {
    for (int i = first; i < packets.count(); i++) {
      if (packets.get(i).remote().equals(from)) {
        packets.get(i).remote = to;
      }
    }
  }
}
