package dev.motet.route;

import dev.motet.io.IpPrefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

// hot
/// A set of address blocks as sorted ranges that neither overlap nor touch: a lookup is one binary
/// search, however many blocks. Immutable.
///
/// IPv4 addresses are numbers of 32 bits, IPv6 addresses pairs of 64 bits, all compared unsigned.
final class IpSet {
  private final long[] from4;
  private final long[] to4;
  private final long[] fromHigh;
  private final long[] fromLow;
  private final long[] toHigh;
  private final long[] toLow;

  IpSet(List<IpPrefix> blocks) {
    List<Range> four = merged(blocks, 4);
    List<Range> six = merged(blocks, 16);
    from4 = four.stream().mapToLong(Range::fromLow).toArray();
    to4 = four.stream().mapToLong(Range::toLow).toArray();
    fromHigh = six.stream().mapToLong(Range::fromHigh).toArray();
    fromLow = six.stream().mapToLong(Range::fromLow).toArray();
    toHigh = six.stream().mapToLong(Range::toHigh).toArray();
    toLow = six.stream().mapToLong(Range::toLow).toArray();
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? contains4(word(bytes, 0, 4)) : contains6(bytes);
  }

  private boolean contains4(long address) {
    int low = 0;
    int high = from4.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (address < from4[middle]) {
        high = middle - 1;
      } else if (address > to4[middle]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  private boolean contains6(byte[] bytes) {
    long upper = word(bytes, 0, 8);
    long lower = word(bytes, 8, 16);
    int low = 0;
    int high = fromHigh.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (compare(upper, lower, fromHigh[middle], fromLow[middle]) < 0) {
        high = middle - 1;
      } else if (compare(upper, lower, toHigh[middle], toLow[middle]) > 0) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  private static int compare(long highA, long lowA, long highB, long lowB) {
    int high = Long.compareUnsigned(highA, highB);
    return high != 0 ? high : Long.compareUnsigned(lowA, lowB);
  }

  private static long word(byte[] bytes, int from, int to) {
    long word = 0;
    for (int i = from; i < to; i++) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }

  /// The ranges of one family, sorted; ranges that overlap or touch became one.
  private static List<Range> merged(List<IpPrefix> blocks, int addressBytes) {
    List<Range> sorted =
        blocks.stream()
            .filter(block -> block.address().getAddress().length == addressBytes)
            .map(Range::of)
            .sorted((a, b) -> compare(a.fromHigh, a.fromLow, b.fromHigh, b.fromLow))
            .toList();
    List<Range> merged = new ArrayList<>();
    for (Range next : sorted) {
      if (!merged.isEmpty() && merged.getLast().reaches(next)) {
        merged.add(merged.removeLast().through(next));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }

  private record Range(long fromHigh, long fromLow, long toHigh, long toLow) {
    static Range of(IpPrefix block) {
      byte[] bytes = block.address().getAddress();
      if (bytes.length == 4) {
        long hosts = 0xffff_ffffL >>> block.bits();
        long address = word(bytes, 0, 4);
        return new Range(0, address & ~hosts, 0, address | hosts);
      }
      long high = word(bytes, 0, 8);
      long low = word(bytes, 8, 16);
      long highHosts = block.bits() >= 64 ? 0 : -1L >>> block.bits();
      long lowHosts =
          block.bits() <= 64 ? -1L : block.bits() == 128 ? 0 : -1L >>> (block.bits() - 64);
      return new Range(high & ~highHosts, low & ~lowHosts, high | highHosts, low | lowHosts);
    }

    /// Whether `next`, which starts no earlier, overlaps this range or follows without a gap.
    boolean reaches(Range next) {
      long afterLow = toLow + 1;
      long afterHigh = afterLow == 0 ? toHigh + 1 : toHigh;
      boolean last = afterLow == 0 && afterHigh == 0;
      return last || compare(next.fromHigh, next.fromLow, afterHigh, afterLow) <= 0;
    }

    Range through(Range next) {
      boolean further = compare(next.toHigh, next.toLow, toHigh, toLow) > 0;
      return new Range(
          fromHigh, fromLow, further ? next.toHigh : toHigh, further ? next.toLow : toLow);
    }
  }
}
