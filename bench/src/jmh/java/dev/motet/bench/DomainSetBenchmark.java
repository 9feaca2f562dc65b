package dev.motet.bench;

import dev.motet.route.matcher.DomainSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Asking a set of random domain suffixes for names below its entries, and for names that are not in it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DomainSetBenchmark {
  private static final int ASKED = 1 << 16;

  @Param({"10", "64", "1000", "1000000"})
  int entries;

  private DomainSet set = DomainSet.of(List.of(), List.of());
  private final String[] known = new String[ASKED];
  private final String[] unknown = new String[ASKED];
  private int next;

  @Setup
  public void fill() {
    Random random = new Random(1);
    List<String> suffixes = new ArrayList<>(SetSamples.suffixes(random, entries));
    set = DomainSet.of(List.of(), suffixes);
    for (int i = 0; i < ASKED; i++) {
      known[i] = "www." + suffixes.get(random.nextInt(entries));
      unknown[i] = "www." + SetSamples.suffix(random);
    }
  }

  @Benchmark
  public boolean findsNameBelow() {
    return set.contains(known[next++ & ASKED - 1]);
  }

  @Benchmark
  public boolean missesName() {
    return set.contains(unknown[next++ & ASKED - 1]);
  }
}
