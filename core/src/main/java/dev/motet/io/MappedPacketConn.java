package dev.motet.io;

// hot
/// Sends what goes to one destination to another one, and shows the answers as coming from the
/// first.
public final class MappedPacketConn extends RewritingPacketConn {
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
  protected boolean open(PacketBatch packets, int first) {
    if (answers) {
      replace(packets, first, real, asked);
    }
    return false;
  }

  @Override
  protected boolean seal(PacketBatch packets) {
    replace(packets, 0, asked, real);
    return true;
  }

  private static void replace(PacketBatch packets, int first, Destination from, Destination to) {
    for (int i = first; i < packets.count(); i++) {
      if (packets.get(i).remote().equals(from)) {
        packets.get(i).remote = to;
      }
    }
  }
}
