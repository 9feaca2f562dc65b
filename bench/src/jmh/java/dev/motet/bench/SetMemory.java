package dev.motet.bench;

import com.sun.management.ThreadMXBean;
import dev.motet.io.IpPrefix;
import dev.motet.route.matcher.DomainSet;
import dev.motet.route.matcher.IpSet;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Prints what sets of random entries take: bytes of their arrays, heap that stays after a
/// collection, and what building them costs.
public final class SetMemory {
  private static final int ENTRIES = 1_000_000;

  private SetMemory() {}

  public static void main(String[] args) {
    System.out.println("set | bytes of arrays each | bytes of heap each | built in ms | allocated MiB");
    Random random = new Random(1);
    List<String> names = SetSamples.suffixes(random, ENTRIES);
    measure("domain_suffix", () -> DomainSet.of(List.of(), names), DomainSet::bytes);
    measure("domain and domain_suffix", () -> DomainSet.of(
        names.subList(0, ENTRIES / 2), names.subList(ENTRIES / 2, ENTRIES)), DomainSet::bytes);
    blocks(random, "ip_cidr of IPv4, /24 to /32", 4, 24, 32);
    blocks(random, "ip_cidr of IPv6, /32 to /64", 16, 32, 64);
    blocks(random, "ip_cidr of IPv6, /128", 16, 128, 128);
  }

  private static void blocks(Random random, String name, int length, int least, int most) {
    List<IpPrefix> blocks = SetSamples.blocks(random, ENTRIES, length, least, most);
    measure(name, () -> new IpSet(blocks), IpSet::bytes);
  }

  private static <T> void measure(String name, Supplier<T> maker, ToLongFunction<T> bytes) {
    maker.get();
    long before = heap();
    long allocated = allocated();
    long start = System.nanoTime();
    T set = maker.get();
    long millis = (System.nanoTime() - start) / 1_000_000;
    allocated = allocated() - allocated;
    double heap = (heap() - before) / (double) ENTRIES;
    System.out.printf(
        "%s | %.2f | %.2f | %d | %d%n",
        name, bytes.applyAsLong(set) / (double) ENTRIES, heap, millis, allocated >> 20);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }
}
