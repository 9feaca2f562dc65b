package dev.motet.io;

import org.jspecify.annotations.Nullable;

/// One slot of a [PacketBatch]: a datagram, or several of equal size in a row, and the remote end.
public final class Packet {
  /// The bytes, with head- and tail-room; the slot's array never changes.
  public final Buffer data;

  /// The remote end: where it came from, or where it goes.
  public @Nullable Destination remote;

  /// 0: `data` is one datagram. Otherwise `data` holds datagrams of this many bytes each, back to
  /// back, the last one possibly shorter (UDP GRO and GSO); at least 1.
  public int segmentBytes;

  Packet(Buffer data) {
    this.data = data;
  }

  /// Datagrams held.
  public int segments() {
    return segmentBytes == 0 ? 1 : (data.length() + segmentBytes - 1) / segmentBytes;
  }

  /// @throws IllegalStateException when nobody set it: a bug of the layer that filled this slot
  public Destination remote() {
    Destination r = remote;
    if (r == null) {
      throw new IllegalStateException("packet without a remote end");
    }
    return r;
  }

  /// Takes over what `other` holds.
  void fill(Packet other) {
    data.append(other.data);
    remote = other.remote;
    segmentBytes = other.segmentBytes;
  }

  /// One of its own, with room for nothing more than it holds.
  Packet copy() {
    Packet copy = new Packet(Buffer.allocate(data.length()));
    copy.fill(this);
    return copy;
  }
}
