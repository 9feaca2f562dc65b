package dev.motet.quic.packet;

/// Packet numbers, of which only the last bytes are sent (RFC 9000 17.1).
final class PacketNumbers {
  private PacketNumbers() {}

  /// The number nearest to the next expected one that ends in these bytes (RFC 9000 A.3).
  ///
  /// @param truncated its last bytes
  /// @param largest number received before; -1 for none
  static long expand(long truncated, int numberBytes, long largest) {
    long expected = largest + 1;
    long window = 1L << (8 * numberBytes);
    long candidate = (expected & -window) | truncated;
    if (candidate <= expected - window / 2 && candidate < (1L << 62) - window) {
      return candidate + window;
    }
    if (candidate > expected + window / 2 && candidate >= window) {
      return candidate - window;
    }
    return candidate;
  }
}
