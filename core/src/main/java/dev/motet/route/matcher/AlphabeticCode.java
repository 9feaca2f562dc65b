package dev.motet.route.matcher;

import java.util.Arrays;

// hot
/// Bytes as bits, the frequent ones short, so that the order of the bit strings is that of the byte
/// strings. Immutable.
///
/// The bytes are divided where both halves weigh about the same, then each half is, down to single
/// bytes: a byte's code is at most two bits longer than its share of the weight calls for.
final class AlphabeticCode {
  private static final int LENGTH_BITS = 4;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  /// The most bits of a code.
  static final int LONGEST = LENGTH_MASK;

  /// Keeps codes within that many bits: a byte weighs at least this fraction of all.
  private static final int LEAST_WEIGHT = 1 << 12;

  /// A byte → its code, behind it its length; 0 for a byte without a code.
  private final int[] codes = new int[256];

  /// The bytes that have codes, ascending.
  private final int[] used;

  /// @param weights of each byte; those of weight 0 get no code
  AlphabeticCode(long[] weights) {
    long floor = Arrays.stream(weights).sum() / LEAST_WEIGHT + 1;
    int count = 0;
    int[] bytes = new int[256];
    long[] sums = new long[257];
    for (int b = 0; b < 256; b++) {
      if (weights[b] > 0) {
        sums[count + 1] = sums[count] + Math.max(weights[b], floor);
        bytes[count++] = b;
      }
    }
    used = Arrays.copyOf(bytes, count);
    if (count == 1) {
      codes[used[0]] = 1;
    } else if (count > 1) {
      divide(sums, 0, count, 0, 0);
    }
  }

  /// Appends the code of a byte; false when it has none.
  boolean append(int value, BitArray into) {
    int code = codes[value];
    into.append(code >>> LENGTH_BITS, code & LENGTH_MASK);
    return code != 0;
  }

  /// Writes the codes of a name's bytes ([DomainOrder]). Stops where no name of the set goes on: at
  /// a byte without a code, and behind so many bits as the longest has.
  ///
  /// @param into zeros, with room for the most and one code more
  /// @return the bits, or their complement when the name does not end there
  int encode(String name, byte[] into, int most) {
    int bits = 0;
    int room = 64;
    int word = 0;
    long last = 0;
    for (int i = name.length(); i > 0; ) {
      int c = name.charAt(i - 1);
      if (c >= 0x80) {
        c = name.codePointBefore(i);
        i -= Character.charCount(c) - 1;
      }
      i--;
      int bytes = DomainOrder.bytes(c);
      do {
        int code = codes[bytes & 0xff];
        if (code == 0 || bits >= most) {
          Bits.putWord(into, word, last);
          return ~bits;
        }
        int length = code & LENGTH_MASK;
        long value = code >>> LENGTH_BITS;
        bits += length;
        room -= length;
        if (room >= 0) {
          last |= value << room;
        } else {
          Bits.putWord(into, word, last | value >>> -room);
          word += 8;
          room += 64;
          last = value << room;
        }
        bytes >>>= 8;
      } while (bytes != 0);
    }
    Bits.putWord(into, word, last);
    return bits;
  }

  int length(int value) {
    return codes[value] & LENGTH_MASK;
  }

  /// Whether the bits start with the code of the byte.
  boolean starts(long window, int value) {
    return Bits.first(window, length(value)) == codes[value] >>> LENGTH_BITS;
  }

  /// The byte whose code the bits start with.
  int decode(long window) {
    int low = 0;
    int high = used.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      int code = codes[used[middle]] >>> LENGTH_BITS;
      if (Bits.first(window, length(used[middle])) >= code) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return used[low];
  }

  /// Bytes of its arrays.
  long bytes() {
    return 4L * (codes.length + used.length);
  }

  private void divide(long[] sums, int from, int to, int code, int length) {
    if (to - from == 1) {
      codes[used[from]] = code << LENGTH_BITS | length;
      return;
    }
    long twice = sums[from] + sums[to];
    int middle = from + 1;
    while (middle < to - 1 && sums[middle] + sums[middle + 1] < twice) {
      middle++;
    }
    divide(sums, from, middle, code << 1, length + 1);
    divide(sums, middle, to, code << 1 | 1, length + 1);
  }
}
