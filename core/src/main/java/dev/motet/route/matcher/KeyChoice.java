package dev.motet.route.matcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// By which keys the members of a [KeyIndex] are found: where a [Need] leaves a choice, by those
/// that the fewest members ask for, so that few members are asked about a session in vain.
final class KeyChoice {
  /// By member; null for those that are asked always.
  private final List<long @Nullable []> chosen;

  private KeyChoice(List<long @Nullable []> chosen) {
    this.chosen = chosen;
  }

  static KeyChoice of(List<Need> needs) {
    int size = 0;
    for (Need need : needs) {
      size += need.keys();
    }
    long[] all = new long[size];
    int filled = 0;
    for (Need need : needs) {
      filled = fill(all, filled, need);
    }
    Arrays.sort(all);
    List<long @Nullable []> chosen = new ArrayList<>(needs.size());
    for (Need need : needs) {
      chosen.add(keysFor(need, all));
    }
    return new KeyChoice(chosen);
  }

  /// Takes a key and a member behind it.
  interface Taker {
    void take(long key, int member);
  }

  /// Every key with each member behind it; the members come in their order.
  void each(Taker taker) {
    for (int member = 0; member < chosen.size(); member++) {
      long[] keys = chosen.get(member);
      if (keys != null) {
        for (long key : keys) {
          taker.take(key, member);
        }
      }
    }
  }

  /// How many pairs of key and member there are.
  int size() {
    int size = 0;
    for (long[] keys : chosen) {
      size += keys == null ? 0 : keys.length;
    }
    return size;
  }

  /// Members without keys, ascending.
  int[] always() {
    int[] always = new int[chosen.size()];
    int count = 0;
    for (int member = 0; member < always.length; member++) {
      if (chosen.get(member) == null) {
        always[count++] = member;
      }
    }
    return Arrays.copyOf(always, count);
  }

  /// Writes every key and returns where the next one goes.
  private static int fill(long[] into, int from, Need need) {
    return switch (need) {
      case Need.One(long key) -> {
        into[from] = key;
        yield from + 1;
      }
      case Need.All(List<Need> parts) -> fill(into, from, parts);
      case Need.Any(List<Need> parts) -> fill(into, from, parts);
    };
  }

  private static int fill(long[] into, int from, List<Need> parts) {
    int at = from;
    for (Need part : parts) {
      at = fill(into, at, part);
    }
    return at;
  }

  /// Keys of which a session has one wherever the need holds; null when none tell that.
  ///
  /// @param all keys of all members, sorted
  private static long @Nullable [] keysFor(Need need, long[] all) {
    return switch (need) {
      case Need.One(long key) -> new long[] {key};
      case Need.Any(List<Need> parts) -> anyOf(parts, all);
      case Need.All(List<Need> parts) -> rarest(parts, all);
    };
  }

  private static long @Nullable [] anyOf(List<Need> parts, long[] all) {
    long[] joined = {};
    int size = 0;
    for (Need part : parts) {
      long[] keys = keysFor(part, all);
      if (keys == null) {
        return null;
      }
      if (size + keys.length > joined.length) {
        joined = Arrays.copyOf(joined, Math.max(2 * size + keys.length, parts.size()));
      }
      System.arraycopy(keys, 0, joined, size, keys.length);
      size += keys.length;
    }
    Arrays.sort(joined, 0, size);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (distinct == 0 || joined[i] != joined[distinct - 1]) {
        joined[distinct++] = joined[i];
      }
    }
    return Arrays.copyOf(joined, distinct);
  }

  private static long @Nullable [] rarest(List<Need> parts, long[] all) {
    long[] best = null;
    for (Need part : parts) {
      long[] keys = keysFor(part, all);
      if (keys != null && (best == null || isBetter(keys, best, all))) {
        best = keys;
      }
    }
    return best;
  }

  private static boolean isBetter(long[] keys, long[] than, long[] all) {
    int order = Integer.compare(crowd(keys, all), crowd(than, all));
    return order < 0 || (order == 0 && keys.length < than.length);
  }

  /// How many members ask for the one of these keys that most ask for.
  private static int crowd(long[] keys, long[] all) {
    int most = 0;
    for (long key : keys) {
      most = Math.max(most, behind(all, key) - behind(all, key - 1));
    }
    return most;
  }

  /// Where numbers greater than this begin.
  private static int behind(long[] sorted, long number) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
