package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.quic.frame.Frame;
import java.util.Arrays;
import java.util.BitSet;

/// Puts the pieces of a ClientHello in order, which come in any order, twice, or over one another.
/// What it keeps depends on where pieces end, not on how many there are. Of one thread.
final class CryptoAssembly {
  /// Where a piece may end: far behind the largest ClientHellos seen.
  static final int MAX_BYTES = 16 * 1024;

  private byte[] bytes = new byte[2048];
  private final BitSet present = new BitSet();

  /// @return false when the piece ends behind [#MAX_BYTES]: it is not taken
  boolean add(Frame.Crypto piece) {
    if (piece.offset() > MAX_BYTES - piece.data().length) {
      return false;
    }
    int from = (int) piece.offset();
    int to = from + piece.data().length;
    if (to > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(to, 2 * bytes.length)));
    }
    System.arraycopy(piece.data(), 0, bytes, from, piece.data().length);
    present.set(from, to);
    return true;
  }

  /// What is there without a gap from the start on.
  ByteReader contiguous() {
    return new ByteReader(bytes, 0, present.nextClearBit(0));
  }
}
