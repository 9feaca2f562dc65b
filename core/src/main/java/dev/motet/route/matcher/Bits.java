package dev.motet.route.matcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

// hot
/// Reading bit strings: a bit's number counts from the highest bit of the first byte. Behind the
/// last byte that holds bits stand [#SPARE] more, so that no window leaves the array.
final class Bits {
  /// Bytes behind a bit string.
  static final int SPARE = 12;

  /// The bits of a window that are defined.
  static final int WINDOW = 57;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bits() {}

  /// 57 bits from a bit on, the first one highest; the lowest 7 are undefined, and what stands
  /// behind the string.
  static long window(byte[] bytes, long at) {
    return (long) LONG.get(bytes, (int) (at >>> 3)) << (at & 7);
  }

  /// 64 bits at a byte.
  static long word(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void putWord(byte[] bytes, int at, long word) {
    LONG.set(bytes, at, word);
  }

  /// The first bits of a window as a number.
  ///
  /// @param width 0 to 31
  static int first(long window, int width) {
    return (int) (window >>> 1 >>> (63 - width));
  }

  /// How many of the next bits are equal in both.
  ///
  /// @param most that many are looked at
  static int common(byte[] a, long atA, byte[] b, long atB, int most) {
    for (int done = 0; done < most; done += WINDOW) {
      long different = window(a, atA + done) ^ window(b, atB + done);
      int equal = Long.numberOfLeadingZeros(different);
      if (equal < WINDOW) {
        return Math.min(most, done + equal);
      }
    }
    return most;
  }

  /// How many bits a number needs.
  static int width(int number) {
    return 32 - Integer.numberOfLeadingZeros(number);
  }
}
