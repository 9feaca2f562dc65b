package dev.motet.route.matcher;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Domain names in ascending [DomainOrder] with their kinds, as often as they are asked for: a set
/// is made in two passes, so that nothing but its result grows with it.
public interface DomainEntries {
  /// The name itself.
  int EXACT = 1;

  /// The names below it.
  int BELOW = 2;

  void each(Sink sink);

  /// Takes one name after the other.
  interface Sink {
    /// @param key as [DomainOrder] has it; the array is used again
    /// @param kinds [#EXACT] or [#BELOW] or both
    void add(byte[] key, int length, int kinds);
  }

  /// @param domains names that match as a whole
  /// @param suffixes `x` matches `x` and all below it, `.x` only what is below
  static DomainEntries of(List<String> domains, List<String> suffixes) {
    return new Texts(sorted(domains, false), sorted(suffixes, true));
  }

  private static String[] sorted(List<String> names, boolean suffixes) {
    String[] sorted = new String[names.size()];
    int count = 0;
    for (String name : names) {
      sorted[count++] = name.toLowerCase(Locale.ROOT);
    }
    Arrays.sort(
        sorted,
        suffixes
            ? (a, b) -> DomainOrder.compare(a, Texts.start(a), b, Texts.start(b))
            : (a, b) -> DomainOrder.compare(a, 0, b, 0));
    return sorted;
  }

  /// Two sorted lists as one.
  record Texts(String[] domains, String[] suffixes) implements DomainEntries {
    /// Where the name of a suffix starts.
    static int start(String suffix) {
      return suffix.startsWith(".") ? 1 : 0;
    }

    @Override
    public void each(Sink sink) {
      byte[] key = new byte[256];
      int i = 0;
      int j = 0;
      while (i < domains.length || j < suffixes.length) {
        boolean domain = j == suffixes.length || (i < domains.length && domainIsNext(i, j));
        String name = domain ? domains[i++] : suffixes[j++];
        int start = domain ? 0 : start(name);
        int room = DomainOrder.room(name.length());
        if (key.length < room) {
          key = new byte[room];
        }
        int kinds = domain ? EXACT : start == 1 ? BELOW : EXACT | BELOW;
        sink.add(key, DomainOrder.key(name, start, key), kinds);
      }
    }

    private boolean domainIsNext(int i, int j) {
      return DomainOrder.compare(domains[i], 0, suffixes[j], start(suffixes[j])) <= 0;
    }
  }
}
