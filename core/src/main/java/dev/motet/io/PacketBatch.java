package dev.motet.io;

import java.util.function.Predicate;

/// Slots for packets that are received or sent together; owned by the caller, reused by it.
///
/// Slots `0 … count() - 1` are filled. A layer may rewrite the filled ones, drop some with
/// [#retain], or add with [#add()].
public final class PacketBatch {
  /// Payload bytes that hold any UDP datagram, and any train of segments that GRO delivers.
  public static final int MAX_PACKET_BYTES = 65_535;

  private final Packet[] packets;
  private final int packetBytes;
  private int count;

  /// @param slots at least 1
  /// @param packetBytes room for payload in each slot; the head- and tail-room comes on top
  public PacketBatch(int slots, int packetBytes) {
    this.packets = new Packet[slots];
    this.packetBytes = packetBytes;
    for (int i = 0; i < slots; i++) {
      packets[i] = new Packet(Buffer.allocate(packetBytes));
    }
  }

  /// Slots, filled or not.
  public int capacity() {
    return packets.length;
  }

  /// Payload bytes that fit in a slot behind the usual head-room.
  public int packetBytes() {
    return packetBytes;
  }

  public int count() {
    return count;
  }

  public boolean isFull() {
    return count == packets.length;
  }

  /// A filled slot.
  public Packet get(int index) {
    if (index >= count) {
      throw new IndexOutOfBoundsException(index + " of " + count);
    }
    return packets[index];
  }

  /// Takes the next free slot, emptied.
  public Packet add() {
    Packet packet = packets[count];
    packet.data.clear();
    packet.remote = null;
    packet.segmentBytes = 0;
    count++;
    return packet;
  }

  /// Fills the next free slot as `other` is; one that is too long for it is dropped.
  void addCopy(Packet other) {
    if (other.data.length() <= packetBytes) {
      add().fill(other);
    }
  }

  /// Exchanges two filled slots.
  public void swap(int a, int b) {
    Packet kept = get(a);
    packets[a] = get(b);
    packets[b] = kept;
  }

  /// Of the slots from `first` on, keeps those that pass, in their order.
  public void retain(int first, Predicate<Packet> passes) {
    int kept = first;
    for (int i = first; i < count; i++) {
      if (passes.test(packets[i])) {
        swap(kept++, i);
      }
    }
    count = Math.min(count, kept);
  }

  /// Drops the first `dropped` slots; the others keep their order.
  public void dropFirst(int dropped) {
    for (int i = dropped; i < count; i++) {
      swap(i - dropped, i);
    }
    count = Math.max(0, count - dropped);
  }

  /// Keeps the first `kept` slots only.
  public void truncate(int kept) {
    count = Math.min(count, kept);
  }

  public void clear() {
    count = 0;
  }
}
