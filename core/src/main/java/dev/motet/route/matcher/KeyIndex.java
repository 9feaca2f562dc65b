package dev.motet.route.matcher;

import dev.motet.route.matcher.Key.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

// hot
/// Finds those members of a list that can match, by what is known of a session: each member stands
/// behind the keys of which its [Need] asks for one, or among those that are asked always.
/// Immutable and thread-safe.
///
/// A table of open addressing: 18 to 36 bytes for each key of a member, and 4 for the member.
public final class KeyIndex {
  /// Words of 64 bits for the lengths of prefixes, 0 to 128.
  static final int WORDS = 3;

  /// By the hash of the key; the place is free when no member stands behind it.
  private final long[] keys;

  /// Where the members of each place start, and where the last ones end.
  private final int[] starts;

  /// Ascending for each key.
  private final int[] members;

  /// Members that no key leads to, ascending.
  private final int[] always;

  /// By the ordinal of the kind: the lengths of its prefixes, a bit for each; 0 for those without
  /// keys.
  private final long[][] lengths = new long[Kind.values().length][WORDS];

  private KeyIndex(KeyChoice choice) {
    int places = Integer.highestOneBit(choice.size() + choice.size() / 2 + 1) * 2;
    keys = new long[places];
    int[] counts = new int[places];
    choice.each((key, _) -> {
      int place = place(key, counts);
      keys[place] = key;
      counts[place]++;
      lengths[Key.kind(key).ordinal()][Key.bits(key) >>> 6] |= 1L << Key.bits(key);
    });
    starts = new int[places + 1];
    for (int i = 0; i < places; i++) {
      starts[i + 1] = starts[i] + counts[i];
    }
    members = new int[choice.size()];
    int[] filled = starts.clone();
    choice.each((key, member) -> members[filled[place(key, counts)]++] = member);
    always = choice.always();
  }

  /// @param needs of each member
  public static KeyIndex of(List<Need> needs) {
    return new KeyIndex(KeyChoice.of(needs));
  }

  /// Starts a search for the first member of those from an index on that passes the test.
  public KeySearch search(int from, IntPredicate test) {
    return new KeySearch(this, from, test);
  }

  boolean has(Kind kind) {
    long[] own = lengths[kind.ordinal()];
    return (own[0] | own[1] | own[2]) != 0;
  }

  /// The lengths of prefixes from `64 * word` on that keys of this kind have, a bit for each.
  long lengths(Kind kind, int word) {
    return lengths[kind.ordinal()][word];
  }

  /// The first member behind the key that is at least `from`, less than `below` and passes the
  /// test; `below` when there is none.
  int first(long key, int from, int below, IntPredicate test) {
    int mask = keys.length - 1;
    int place = (int) key & mask;
    while (starts[place] < starts[place + 1] && keys[place] != key) {
      place = (place + 1) & mask;
    }
    return first(members, starts[place], starts[place + 1], from, below, test);
  }

  /// As [#first], of the members that are always asked.
  int firstOfAlways(int from, int below, IntPredicate test) {
    return first(always, 0, always.length, from, below, test);
  }

  private static int first(
      int[] sorted, int start, int end, int from, int below, IntPredicate test) {
    int at = start;
    if (at < end && sorted[at] < from) {
      int found = Arrays.binarySearch(sorted, start, end, from);
      at = found < 0 ? ~found : found;
    }
    for (; at < end && sorted[at] < below; at++) {
      if (test.test(sorted[at])) {
        return sorted[at];
      }
    }
    return below;
  }

  /// Where the key stands, or the free place for it.
  private int place(long key, int[] counts) {
    int mask = keys.length - 1;
    int place = (int) key & mask;
    while (counts[place] > 0 && keys[place] != key) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
