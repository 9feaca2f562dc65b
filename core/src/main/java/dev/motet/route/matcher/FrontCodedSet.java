package dev.motet.route.matcher;

import java.util.Arrays;

// hot
/// Bit strings in ascending order with a tag each, from which the greatest one not above a question
/// is found. Immutable and thread-safe.
///
/// They lie in blocks ([FrontCodedBlock]) one after the other; [Heads] finds the block. A string
/// takes about the bits in which it differs from the one before it, and two bytes.
final class FrontCodedSet {
  private final byte[] bytes;

  /// The byte at which each block starts.
  private final int[] starts;

  private final int longest;
  private final Heads heads;

  private FrontCodedSet(byte[] bytes, int[] starts, int longest) {
    this.bytes = bytes;
    this.starts = starts;
    this.longest = longest;
    this.heads = Heads.of(this, 0, starts.length, 0);
  }

  /// The length of the longest string.
  int longest() {
    return longest;
  }

  /// Takes the greatest string that is not above the question. When the question starts with it,
  /// returns what [FrontCodedBlock#prefixOf] does, else [FrontCodedBlock#NONE].
  ///
  /// @param asked zero behind the question, with [Bits#SPARE]
  long prefixOf(byte[] asked, int bits) {
    int number = heads.floor(this, asked, bits);
    if (number < 0) {
      return FrontCodedBlock.NONE;
    }
    FrontCodedBlock block = block(number);
    return block.prefixOf(asked, bits, block.headMatch(asked, bits));
  }

  /// Every string in order. The array handed over is used again.
  void forEach(Visitor visitor) {
    BitArray string = new BitArray(longest);
    for (int i = 0; i < starts.length; i++) {
      block(i).forEach(string, visitor);
    }
  }

  FrontCodedBlock block(int number) {
    return new FrontCodedBlock(bytes, starts[number]);
  }

  /// Bytes of its arrays.
  long size() {
    return bytes.length + 4L * starts.length + heads.size();
  }

  /// Takes each string.
  interface Visitor {
    void visit(BitArray string, int tag);
  }

  /// Makes a set from strings in ascending order; no two are equal.
  static final class Builder {
    private final int tagWidth;
    private final BitArray out = new BitArray(64);
    private final BitArray[] pending = new BitArray[FrontCodedBlock.MOST];
    private final int[] tags = new int[FrontCodedBlock.MOST];
    private int count;
    private int[] starts = new int[4];
    private int blocks;
    private int longest;

    /// @param tagWidth bits of a tag, at most [FrontCodedBlock#MOST_TAG_BITS]
    Builder(int tagWidth) {
      this.tagWidth = tagWidth;
      Arrays.setAll(pending, i -> new BitArray(128));
    }

    /// Copies the string, of at most [FrontCodedBlock#MOST_BITS].
    void add(BitArray string, int tag) {
      if (count == pending.length) {
        flush();
      }
      longest = Math.max(longest, (int) string.length());
      pending[count].set(string);
      tags[count++] = tag;
    }

    FrontCodedSet build() {
      if (count > 0) {
        flush();
      }
      return new FrontCodedSet(out.trimmed(), Arrays.copyOf(starts, blocks), longest);
    }

    private void flush() {
      if (blocks == starts.length) {
        starts = Arrays.copyOf(starts, blocks + (blocks >> 1) + 1);
      }
      starts[blocks++] = (int) (out.length() >>> 3);
      FrontCodedBlock.write(out, pending, tags, count, tagWidth);
      count = 0;
    }
  }
}
