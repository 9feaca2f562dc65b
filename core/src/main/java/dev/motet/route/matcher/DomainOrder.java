package dev.motet.route.matcher;

/// The order of domain names in a set: read from their end, character by character, a dot before
/// everything else. What stands below a name follows it directly.
///
/// A key is a name in this order as bytes: its characters from the last to the first in UTF-8, with
/// 0 for a dot and what is below a dot in ASCII one higher.
final class DomainOrder {
  /// The byte of a dot.
  static final int DOT = 0;

  private DomainOrder() {}

  /// The place of an ASCII character.
  static int rank(int c) {
    return c == '.' ? DOT : c < '.' ? c + 1 : c;
  }

  /// The first characters of each name are passed over.
  static int compare(String a, int fromA, String b, int fromB) {
    int i = a.length();
    int j = b.length();
    while (i > fromA && j > fromB) {
      int x = a.charAt(i - 1);
      int y = b.charAt(j - 1);
      if (x >= 0x80 || y >= 0x80) {
        x = a.codePointBefore(i);
        y = b.codePointBefore(j);
      }
      if (x != y) {
        return Integer.compare(x < 0x80 ? rank(x) : x, y < 0x80 ? rank(y) : y);
      }
      i -= Character.charCount(x);
      j -= Character.charCount(y);
    }
    return Integer.compare(i - fromA, j - fromB);
  }

  /// The most bytes that a key of so many characters has.
  static int room(int characters) {
    return 3 * characters;
  }

  /// Writes the key of a name and returns its length. Half of a surrogate pair is written as if it
  /// were a character: names come from clients.
  static int key(String name, int from, byte[] into) {
    int length = 0;
    for (int i = name.length(); i > from; ) {
      int c = name.codePointBefore(i);
      i -= Character.charCount(c);
      int bytes = bytes(c);
      do {
        into[length++] = (byte) bytes;
        bytes >>>= 8;
      } while (bytes != 0);
    }
    return length;
  }

  /// The bytes of a character as a number, the first one lowest; none but the last is 0.
  static int bytes(int c) {
    if (c < 0x80) {
      return rank(c);
    }
    if (c < 0x800) {
      return 0xc0 | c >> 6 | more(c, 0) << 8;
    }
    if (c < 0x1_0000) {
      return 0xe0 | c >> 12 | more(c, 6) << 8 | more(c, 0) << 16;
    }
    return 0xf0 | c >> 18 | more(c, 12) << 8 | more(c, 6) << 16 | more(c, 0) << 24;
  }

  private static int more(int c, int shift) {
    return 0x80 | ((c >> shift) & 0x3f);
  }

  /// The name of a key that [#key] wrote.
  static String name(byte[] key, int length) {
    char[] name = new char[length];
    int first = length;
    for (int i = 0; i < length; ) {
      int c = key[i++] & 0xff;
      if (c < 0x80) {
        name[--first] = (char) (c == DOT ? '.' : c <= '.' ? c - 1 : c);
        continue;
      }
      int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
      c &= 0x3f >> more;
      for (; more > 0; more--) {
        c = c << 6 | (key[i++] & 0x3f);
      }
      first -= Character.charCount(c);
      Character.toChars(c, name, first);
    }
    return new String(name, first, length - first);
  }
}
