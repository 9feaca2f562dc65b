package dev.motet.junit;

import dev.motet.io.Destination;
import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;

/// An association whose packets vanish while a black hole is on; other faults are for streams.
final class FaultyPacketConn extends ForwardingPacketConn {
  private final Destination to;
  private final Faults faults;

  FaultyPacketConn(PacketConn below, Destination to, Faults faults) {
    super(below);
    this.to = to;
    this.faults = faults;
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    if (!faults.swallows(to)) {
      below.send(packets);
    }
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    int before = into.count();
    while (true) {
      int received = below.receive(into);
      if (received < 0 || !faults.swallows(to)) {
        return received;
      }
      into.truncate(before);
    }
  }
}
