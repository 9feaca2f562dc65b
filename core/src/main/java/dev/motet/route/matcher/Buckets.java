package dev.motet.route.matcher;

import java.util.function.IntToLongFunction;

// hot
/// Divides sorted numbers by their highest bits that differ, so that a search looks at few of them:
/// about [#SHARE] where they lie evenly, more where they crowd. Numbers are unsigned. Immutable.
final class Buckets {
  private static final int SHARE = 16;

  private final long least;
  private final int shift;

  /// The first number of each bucket, and how many there are.
  private final int[] firsts;

  /// @param numbers by index, ascending
  Buckets(IntToLongFunction numbers, int size) {
    least = size == 0 ? 0 : numbers.applyAsLong(0);
    long spread = size == 0 ? 0 : numbers.applyAsLong(size - 1) - least;
    int bits = Bits.width(size / SHARE);
    shift = Math.clamp(64 - Long.numberOfLeadingZeros(spread) - bits, 0, 63);
    int count = (int) (spread >>> shift) + 1;
    firsts = new int[count + 1];
    int bucket = 0;
    for (int i = 0; i < size; i++) {
      int own = (int) ((numbers.applyAsLong(i) - least) >>> shift);
      while (bucket < own) {
        firsts[++bucket] = i;
      }
    }
    while (bucket < count) {
      firsts[++bucket] = size;
    }
  }

  /// Whether the number is below all.
  boolean isBelow(long number) {
    return Long.compareUnsigned(number, least) < 0;
  }

  /// The bucket of a number that is not below all; the last one for those above all.
  int of(long number) {
    long bucket = (number - least) >>> shift;
    return Long.compareUnsigned(bucket, firsts.length - 2) < 0 ? (int) bucket : firsts.length - 2;
  }

  /// The index of the first number of a bucket.
  int first(int bucket) {
    return firsts[bucket];
  }

  /// Bytes of its array.
  long bytes() {
    return 4L * firsts.length;
  }
}
