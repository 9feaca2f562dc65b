package dev.motet.route.matcher;

import java.util.Arrays;

/// A bit string that grows at its end, laid out for [Bits]. Belongs to one thread.
final class BitArray {
  /// No more, since the number of a byte is an int.
  private static final long MOST_BYTES = Integer.MAX_VALUE - 64;

  private byte[] bytes;
  private long length;

  /// @param bits room that is there at once
  BitArray(int bits) {
    bytes = new byte[(bits >>> 3) + 1 + Bits.SPARE];
  }

  byte[] bytes() {
    return bytes;
  }

  long length() {
    return length;
  }

  /// The bytes that are in use and the spare ones.
  byte[] trimmed() {
    return Arrays.copyOf(bytes, (int) ((length + 7) >>> 3) + Bits.SPARE);
  }

  /// @param width 0 to 32; the value has no bits above it
  void append(long value, int width) {
    reserve(width);
    int at = (int) (length >>> 3);
    long word = Bits.word(bytes, at) | value << (64 - width - (int) (length & 7));
    Bits.putWord(bytes, at, word);
    length += width;
  }

  void append(byte[] from, long at, int count) {
    for (int done = 0; done < count; done += 32) {
      int width = Math.min(32, count - done);
      append(Bits.window(from, at + done) >>> (64 - width), width);
    }
  }

  /// Keeps the first bits.
  void truncate(long bits) {
    int kept = (int) (bits >>> 3);
    int used = (int) ((length + 7) >>> 3);
    if (kept < used) {
      bytes[kept] &= (byte) ~(0xff >>> (bits & 7));
      Arrays.fill(bytes, kept + 1, used, (byte) 0);
    }
    length = bits;
  }

  void set(BitArray other) {
    truncate(0);
    append(other.bytes, 0, (int) other.length);
  }

  private void reserve(int width) {
    long needed = ((length + width) >>> 3) + 1 + Bits.SPARE;
    if (needed > bytes.length) {
      if (needed > MOST_BYTES) {
        throw new IllegalArgumentException("a set of more than 2 GiB");
      }
      long more = bytes.length + (bytes.length >> 1);
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, Math.max(needed, more)));
    }
  }
}
