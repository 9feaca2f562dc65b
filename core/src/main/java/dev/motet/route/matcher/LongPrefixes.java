package dev.motet.route.matcher;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

// hot
/// Blocks of numbers of 128 bits that share more than 64 bits, sorted and apart. Immutable.
final class LongPrefixes {
  static final LongPrefixes NONE = new LongPrefixes(List.of());

  private final long[] highs;
  private final long[] lows;
  private final byte[] lengths;
  private final Buckets buckets;

  private LongPrefixes(List<Prefix> apart) {
    highs = apart.stream().mapToLong(Prefix::high).toArray();
    lows = apart.stream().mapToLong(Prefix::low).toArray();
    lengths = new byte[apart.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (byte) (apart.get(i).bits - 64);
    }
    buckets = new Buckets(i -> highs[i], highs.length);
  }

  boolean contains(long high, long low) {
    if (highs.length == 0 || buckets.isBelow(high)) {
      return false;
    }
    int bucket = buckets.of(high);
    int from = buckets.first(bucket) - 1;
    int to = buckets.first(bucket + 1) - 1;
    while (from < to) {
      int middle = (from + to + 1) >>> 1;
      int order = Long.compareUnsigned(highs[middle], high);
      if (order < 0 || (order == 0 && Long.compareUnsigned(lows[middle], low) <= 0)) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from >= 0
        && highs[from] == high
        && ((lows[from] ^ low) & Prefixes.mask(lengths[from])) == 0;
  }

  long bytes() {
    return 8L * (highs.length + lows.length) + lengths.length + buckets.bytes();
  }

  private record Prefix(long high, long low, int bits) {
    boolean covers(Prefix other) {
      return high == other.high && ((low ^ other.low) & Prefixes.mask(bits - 64)) == 0;
    }
  }

  /// Takes blocks in any order.
  static final class Builder {
    private static final Comparator<Prefix> ORDER =
        Comparator.<Prefix>comparingLong(p -> p.high ^ Long.MIN_VALUE)
            .thenComparingLong(p -> p.low ^ Long.MIN_VALUE)
            .thenComparingInt(p -> p.bits);

    private final List<Prefix> all = new ArrayList<>();

    /// @param bits 65 to 128
    void add(long high, long low, int bits) {
      all.add(new Prefix(high, low & Prefixes.mask(bits - 64), bits));
    }

    LongPrefixes build() {
      if (all.isEmpty()) {
        return NONE;
      }
      all.sort(ORDER);
      List<Prefix> apart = new ArrayList<>();
      for (Prefix next : all) {
        if (apart.isEmpty() || !apart.getLast().covers(next)) {
          apart.add(next);
        }
      }
      return new LongPrefixes(apart);
    }
  }
}
