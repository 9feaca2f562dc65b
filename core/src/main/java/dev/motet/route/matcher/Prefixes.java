package dev.motet.route.matcher;

import java.util.Arrays;

// hot
/// Blocks of numbers of 64 bits that share their first bits, at most 64, sorted and apart.
/// Immutable.
final class Prefixes {
  static final Prefixes NONE = new Prefixes(new Longs(new long[0]), new byte[0]);

  private final Starts starts;
  private final byte[] lengths;
  private final Buckets buckets;

  private Prefixes(Starts starts, byte[] lengths) {
    this.starts = starts;
    this.lengths = lengths;
    this.buckets = new Buckets(starts::at, lengths.length);
  }

  /// @param keys without bits behind their lengths; the first `size` of them, in any order
  /// @param narrow whether the lower half of every key is 0
  static Prefixes of(long[] keys, byte[] lengths, int size, boolean narrow) {
    if (size == 0) {
      return NONE;
    }
    long[] starts = distinct(keys, size);
    byte[] shortest = new byte[starts.length];
    Arrays.fill(shortest, Byte.MAX_VALUE);
    for (int i = 0; i < size; i++) {
      int at = Arrays.binarySearch(starts, keys[i] ^ Long.MIN_VALUE);
      shortest[at] = (byte) Math.min(shortest[at], lengths[i]);
    }
    for (int i = 0; i < starts.length; i++) {
      starts[i] ^= Long.MIN_VALUE;
    }
    int kept = join(starts, shortest);
    byte[] rest = Arrays.copyOf(shortest, kept);
    return new Prefixes(
        narrow ? Ints.of(starts, kept) : new Longs(Arrays.copyOf(starts, kept)), rest);
  }

  boolean contains(long key) {
    if (lengths.length == 0 || buckets.isBelow(key)) {
      return false;
    }
    int bucket = buckets.of(key);
    int at = starts.floor(key, buckets.first(bucket), buckets.first(bucket + 1));
    return at >= 0 && ((key ^ starts.at(at)) & mask(lengths[at])) == 0;
  }

  long bytes() {
    return starts.bytes() + lengths.length + buckets.bytes();
  }

  /// The first bits of a number.
  static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (64 - bits);
  }

  /// Sorted unsigned; the highest bit of each is turned.
  private static long[] distinct(long[] keys, int size) {
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = keys[i] ^ Long.MIN_VALUE;
    }
    Arrays.sort(sorted);
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[count++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  /// Drops blocks inside others and puts halves together; returns how many are left.
  private static int join(long[] starts, byte[] lengths) {
    int kept = 0;
    for (int i = 0; i < starts.length; i++) {
      if (kept > 0 && ((starts[i] ^ starts[kept - 1]) & mask(lengths[kept - 1])) == 0) {
        continue;
      }
      starts[kept] = starts[i];
      lengths[kept++] = lengths[i];
      while (kept > 1 && areHalves(starts, lengths, kept - 2)) {
        lengths[--kept - 1]--;
      }
    }
    return kept;
  }

  private static boolean areHalves(long[] starts, byte[] lengths, int first) {
    int bits = lengths[first];
    return bits == lengths[first + 1]
        && bits > 0
        && (starts[first] ^ starts[first + 1]) == Long.MIN_VALUE >>> (bits - 1);
  }

  /// The first number of each block, sorted unsigned.
  private sealed interface Starts {
    long at(int index);

    /// The last from `from` to `to` (exclusive) that is not above the key, else `from - 1`.
    int floor(long key, int from, int to);

    long bytes();
  }

  private record Longs(long[] values) implements Starts {
    @Override
    public long at(int index) {
      return values[index];
    }

    @Override
    public int floor(long key, int from, int to) {
      int low = from - 1;
      int high = to - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (Long.compareUnsigned(values[middle], key) <= 0) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }

    @Override
    public long bytes() {
      return 8L * values.length;
    }
  }

  /// The upper halves; the lower ones are 0.
  private record Ints(int[] values) implements Starts {
    static Ints of(long[] starts, int size) {
      int[] values = new int[size];
      for (int i = 0; i < size; i++) {
        values[i] = (int) (starts[i] >>> 32);
      }
      return new Ints(values);
    }

    @Override
    public long at(int index) {
      return (long) values[index] << 32;
    }

    @Override
    public int floor(long key, int from, int to) {
      int narrow = (int) (key >>> 32);
      int low = from - 1;
      int high = to - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (Integer.compareUnsigned(values[middle], narrow) <= 0) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }

    @Override
    public long bytes() {
      return 4L * values.length;
    }
  }
}
