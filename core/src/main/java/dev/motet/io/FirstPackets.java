package dev.motet.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A packet connection whose first packets were received already, to learn where they go; gives
/// them back before all others.
public final class FirstPackets extends ForwardingPacketConn {
  private @Nullable PacketBatch early;
  private int next;
  private final Destination destination;

  private FirstPackets(PacketConn below, PacketBatch early) {
    super(below);
    this.early = early;
    this.destination = early.get(0).remote();
  }

  /// Blocks for the first packet.
  ///
  /// @throws IOException when the connection ends before
  public static FirstPackets await(PacketConn conn) throws IOException {
    conn.awaitReadable(-1);
    PacketBatch early = new PacketBatch(1, PacketBatch.MAX_PACKET_BYTES);
    if (conn.receive(early) < 0) {
      throw new IOException("ended before the first packet");
    }
    return new FirstPackets(conn, early);
  }

  /// Remote end of the first packet.
  public Destination destination() {
    return destination;
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    PacketBatch packets = early;
    if (packets == null) {
      return below.receive(into);
    }
    int before = into.count();
    while (next < packets.count() && !into.isFull()) {
      into.addCopy(packets.get(next++));
    }
    if (next == packets.count()) {
      early = null;
    }
    return into.count() > before ? into.count() - before : below.receive(into);
  }

  @Override
  public @Nullable PacketSource source() {
    return early == null ? PacketSource.unchanged(below) : null;
  }

  @Override
  public PacketSink sink() {
    return PacketSink.unchanged(below);
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return early != null || below.awaitReadable(nanos);
  }
}
