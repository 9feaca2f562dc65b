package dev.motet.route.matcher;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

// hot
/// Finds the block of a [FrontCodedSet] by the first strings of the blocks: a trie whose digits are
/// words of 64 bits. A node holds the sorted digits of one place, of blocks that agree in all
/// digits before it. Immutable.
final class Heads {
  /// So many blocks with one digit are told apart by their strings; more get a node.
  private static final int FEW = 4;

  /// Strings that agree in this many digits are told apart as strings: the trie stays flat.
  private static final int DEEPEST = 32;

  /// Digits that are searched as one run: two cache lines.
  private static final int RUN = 16;

  private final int place;

  /// The first block of the node.
  private final int from;

  /// The highest bit of each is turned, so that they sort as signed numbers.
  private final long[] digits;

  /// The first digit of each run: few enough to stay in a near cache.
  private final long[] runs;

  /// The first block of each digit and the block behind the last; empty when each has one block.
  private final int[] firsts;

  /// The node behind each digit, where there is one; empty when there are none.
  private final @Nullable Heads[] children;

  private Heads(int place, int from, long[] digits, int[] firsts, @Nullable Heads[] children) {
    this.place = place;
    this.from = from;
    this.digits = digits;
    this.runs = new long[(digits.length + RUN - 1) / RUN];
    Arrays.setAll(runs, i -> digits[i * RUN]);
    this.firsts = firsts;
    this.children = children;
  }

  /// @param from first of the blocks
  /// @param to behind the last
  static Heads of(FrontCodedSet set, int from, int to, int place) {
    long[] digits = new long[to - from];
    int[] firsts = new int[to - from + 1];
    int count = 0;
    for (int i = from; i < to; i++) {
      long digit = set.block(i).headWord(64L * place) ^ Long.MIN_VALUE;
      if (count == 0 || digit != digits[count - 1]) {
        digits[count] = digit;
        firsts[count++] = i;
      }
    }
    if (count == to - from) {
      return new Heads(place, from, digits, new int[0], new Heads[0]);
    }
    firsts[count] = to;
    @Nullable Heads[] children = new Heads[count];
    for (int i = 0; i < count && place < DEEPEST; i++) {
      if (firsts[i + 1] - firsts[i] > FEW) {
        children[i] = of(set, firsts[i], firsts[i + 1], place + 1);
      }
    }
    return new Heads(
        place, from, Arrays.copyOf(digits, count), Arrays.copyOf(firsts, count + 1), children);
  }

  /// The last block whose first string is not above the question, or -1.
  ///
  /// @param asked zero behind the question
  int floor(FrontCodedSet set, byte[] asked, int bits) {
    Heads node = this;
    while (true) {
      long digit = node.digitOf(asked);
      int at = node.floor(digit);
      if (at < 0) {
        return node.from - 1;
      }
      int first = node.first(at);
      int last = node.first(at + 1) - 1;
      if (node.digits[at] != digit) {
        return last;
      }
      Heads child = node.children.length == 0 ? null : node.children[at];
      if (child == null) {
        return byStrings(set, first, last, asked, bits);
      }
      node = child;
    }
  }

  /// Bytes of its arrays.
  long size() {
    long size = 8L * (digits.length + runs.length) + 4L * firsts.length + 4L * children.length;
    for (Heads child : children) {
      size += child == null ? 0 : child.size();
    }
    return size;
  }

  private int first(int digit) {
    return firsts.length == 0 ? from + digit : firsts[digit];
  }

  /// The last digit that is not above the one asked for, or -1.
  private int floor(long digit) {
    int run = floor(runs, 0, runs.length, digit);
    return run < 0 ? -1 : floor(digits, run * RUN, Math.min(RUN, digits.length - run * RUN), digit);
  }

  private static int floor(long[] sorted, int from, int count, long digit) {
    int low = from;
    for (int rest = count; rest > 1; ) {
      int half = rest >>> 1;
      low = sorted[low + half] <= digit ? low + half : low;
      rest -= half;
    }
    return count == 0 || sorted[low] > digit ? -1 : low;
  }

  /// Compares whole strings; the block before `from` is not above the question.
  private static int byStrings(FrontCodedSet set, int from, int to, byte[] asked, int bits) {
    int low = from - 1;
    int high = to;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (set.block(middle).headMatch(asked, bits) >= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private long digitOf(byte[] asked) {
    int at = place * 8;
    return (at + 8 <= asked.length ? Bits.word(asked, at) : 0) ^ Long.MIN_VALUE;
  }
}
