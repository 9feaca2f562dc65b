package dev.motet.io;

import java.io.IOException;

/// What can be received instead of a layer of packets: the connection below it, and what the layer
/// does to all that comes from there. Whoever receives there gives every packet to the opener
/// before anybody else sees it.
public record PacketSource(PacketConn below, Opener opener) {
  private static final Opener NOTHING = (_, _) -> false;

  /// The receiving side of a layer. One thread at a time, which need not be a virtual one.
  public interface Opener {
    // hot
    /// Rewrites the filled slots from `first` on and drops what may not pass. Never waits.
    ///
    /// @return true when packets are held back because no slot is free: the next call, with an
    ///   emptied batch, adds them
    /// @throws IOException what ends the connection
    boolean open(PacketBatch packets, int first) throws IOException;
  }

  /// Of a layer that changes nothing.
  public static PacketSource unchanged(PacketConn below) {
    return new PacketSource(below, NOTHING);
  }
}
