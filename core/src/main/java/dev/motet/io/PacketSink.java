package dev.motet.io;

import java.io.IOException;

/// What can be sent to instead of a layer of packets: the connection below it, and what the layer
/// does to all that goes there.
public record PacketSink(PacketConn below, Sealer sealer) {
  private static final Sealer NOTHING = _ -> true;

  /// The sending side of a layer. One thread at a time, which need not be a virtual one.
  public interface Sealer {
    // hot
    /// Rewrites the filled slots and drops what cannot be sent. Never waits.
    ///
    /// @return false, with all slots unchanged, when some packet has to wait for something:
    ///   [PacketConn#send] of the layer does
    /// @throws IOException what ends the connection
    boolean seal(PacketBatch packets) throws IOException;
  }

  /// Of a layer that changes nothing.
  public static PacketSink unchanged(PacketConn below) {
    return new PacketSink(below, NOTHING);
  }
}
