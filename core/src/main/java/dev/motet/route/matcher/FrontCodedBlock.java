package dev.motet.route.matcher;

// hot
/// One block of a [FrontCodedSet]: up to [#MOST] bit strings in ascending order, each without the
/// bits it shares with the one before it. Layout:
/// - one less than how many there are (4 bits), the width of a tag (4)
/// - widths of the numbers that follow (5 each): of the next two, of `lcp`, of `len`
/// - the least `lcp` of the block; the length of the first string
/// - for each string its tag
/// - for each string but the first `lcp`, the bits shared with the one before above the least, and
///   `len`, the bits that follow them
/// - the first string, then the bits that follow of each other
/// - zeros up to a whole byte
final class FrontCodedBlock {
  static final int MOST = 12;

  /// The most bits of a string, so that all numbers in front of the tags fit one word.
  static final int MOST_BITS = (1 << 20) - 1;

  /// The most bits of a tag.
  static final int MOST_TAG_BITS = 8;

  /// What a search returns when it found nothing.
  static final long NONE = -1;

  private static final int COUNT = 4;
  private static final int TAG_WIDTH = 4;
  private static final int WIDTH = 5;
  private static final int FIXED = COUNT + TAG_WIDTH + 3 * WIDTH;

  private final byte[] bytes;
  private final int count;
  private final int tagWidth;
  private final int lcpWidth;
  private final int lenWidth;
  private final int least;
  private final int headLength;
  private final long tags;
  private final long numbers;
  private final long head;

  /// @param start its first byte
  FrontCodedBlock(byte[] bytes, int start) {
    this.bytes = bytes;
    long header = Bits.word(bytes, start);
    count = Bits.first(header, COUNT) + 1;
    tagWidth = Bits.first(header << COUNT, TAG_WIDTH);
    int headWidth = Bits.first(header << (COUNT + TAG_WIDTH), WIDTH);
    lcpWidth = Bits.first(header << (COUNT + TAG_WIDTH + WIDTH), WIDTH);
    lenWidth = Bits.first(header << (COUNT + TAG_WIDTH + 2 * WIDTH), WIDTH);
    least = Bits.first(header << FIXED, headWidth);
    headLength = Bits.first(header << (FIXED + headWidth), headWidth);
    tags = 8L * start + FIXED + 2 * headWidth;
    numbers = tags + (long) count * tagWidth;
    head = numbers + (count - 1L) * (lcpWidth + lenWidth);
  }

  /// 64 bits of the first string from a bit on, zeros behind its end.
  long headWord(long from) {
    long left = headLength - from;
    if (left <= 0) {
      return 0;
    }
    long at = head + from;
    long word = (Bits.window(bytes, at) & (-1L << 32)) | (Bits.window(bytes, at + 32) >>> 32);
    return left >= 64 ? word : word & -1L << (int) (64 - left);
  }

  /// How many first bits of the question are those of the first string, or -1 when the string is
  /// above the question.
  int headMatch(byte[] asked, int bits) {
    return match(head, headLength, asked, 0, bits);
  }

  /// Takes the greatest string that is not above the question. When the question starts with it,
  /// returns its length ([#lengthOf]) and tag ([#tagOf]), else [#NONE].
  ///
  /// @param headMatch what [#headMatch] returned: not -1
  long prefixOf(byte[] asked, int bits, int headMatch) {
    int stride = lcpWidth + lenWidth;
    int match = headMatch;
    int length = headLength;
    int rest = headLength;
    int chosen = 0;
    long text = head;
    long number = numbers;
    for (int i = 1; i < count; i++) {
      long both = Bits.window(bytes, number);
      number += stride;
      text += rest;
      int shared = least + Bits.first(both, lcpWidth);
      rest = Bits.first(both << lcpWidth, lenWidth);
      if (shared < match) {
        break; // It has a one where the string before it and the question have a zero.
      }
      if (shared == match) {
        int longer = match(text, rest, asked, match, bits);
        if (longer < 0) {
          break;
        }
        match = longer;
      }
      chosen = i;
      length = shared + rest;
    }
    return match == length ? (long) length << MOST_TAG_BITS | tag(chosen) : NONE;
  }

  static int lengthOf(long found) {
    return (int) (found >>> MOST_TAG_BITS);
  }

  static int tagOf(long found) {
    return (int) found & (1 << MOST_TAG_BITS) - 1;
  }

  /// Visits every string in order.
  ///
  /// @param string is overwritten
  void forEach(BitArray string, FrontCodedSet.Visitor visitor) {
    int rest = headLength;
    long text = head;
    string.truncate(0);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        long both = Bits.window(bytes, numbers + (i - 1L) * (lcpWidth + lenWidth));
        text += rest;
        rest = Bits.first(both << lcpWidth, lenWidth);
        string.truncate(least + Bits.first(both, lcpWidth));
      }
      string.append(bytes, text, rest);
      visitor.visit(string, tag(i));
    }
  }

  private int tag(int index) {
    return Bits.first(Bits.window(bytes, tags + (long) index * tagWidth), tagWidth);
  }

  /// As [#headMatch] for a string of which the first `known` bits are known to match.
  private int match(long text, int rest, byte[] asked, int known, int bits) {
    int most = Math.min(rest, bits - known);
    int equal = Bits.common(bytes, text, asked, known, most);
    if (equal < rest && (equal == most || Bits.window(bytes, text + equal) < 0)) {
      return -1;
    }
    return known + equal;
  }

  /// Writes a block.
  ///
  /// @param keys the first `count` are written
  static void write(BitArray out, BitArray[] keys, int[] tags, int count, int tagWidth) {
    int[] shared = new int[count];
    int least = count == 1 ? 0 : Integer.MAX_VALUE;
    int most = 0;
    int longest = 0;
    for (int i = 1; i < count; i++) {
      int shorter = (int) Math.min(keys[i - 1].length(), keys[i].length());
      shared[i] = Bits.common(keys[i - 1].bytes(), 0, keys[i].bytes(), 0, shorter);
      least = Math.min(least, shared[i]);
      most = Math.max(most, shared[i]);
      longest = Math.max(longest, (int) keys[i].length() - shared[i]);
    }
    int head = (int) keys[0].length();
    int headWidth = Bits.width(Math.max(least, head));
    int lcpWidth = Bits.width(most - least);
    int lenWidth = Bits.width(longest);
    out.append(count - 1, COUNT);
    out.append(tagWidth, TAG_WIDTH);
    out.append(headWidth, WIDTH);
    out.append(lcpWidth, WIDTH);
    out.append(lenWidth, WIDTH);
    out.append(least, headWidth);
    out.append(head, headWidth);
    for (int i = 0; i < count; i++) {
      out.append(tags[i], tagWidth);
    }
    for (int i = 1; i < count; i++) {
      out.append(shared[i] - least, lcpWidth);
      out.append(keys[i].length() - shared[i], lenWidth);
    }
    for (int i = 0; i < count; i++) {
      out.append(keys[i].bytes(), shared[i], (int) keys[i].length() - shared[i]);
    }
    out.append(0, (int) -out.length() & 7);
  }
}
