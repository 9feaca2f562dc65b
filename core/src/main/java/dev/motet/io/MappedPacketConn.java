package dev.motet.io;

import java.io.IOException;

// hot
/// Sends what goes to one destination to another one, and shows the answers as coming from the
/// first.
public final class MappedPacketConn extends ForwardingPacketConn {
  private final Destination asked;
  private final Destination real;
  private final boolean answers;

  public MappedPacketConn(PacketConn below, Destination asked, Destination real) {
    this(below, asked, real, true);
  }

  /// @param answers whether they are shown as coming from the first; else as they come
  public MappedPacketConn(PacketConn below, Destination asked, Destination real, boolean answers) {
    super(below);
    this.asked = asked;
    this.real = real;
    this.answers = answers;
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    int before = into.count();
    int received = below.receive(into);
    if (answers) {
      replace(into, before, real, asked);
    }
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
