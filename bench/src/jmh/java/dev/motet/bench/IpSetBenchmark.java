package dev.motet.bench;

import dev.motet.io.IpPrefix;
import dev.motet.route.matcher.IpBits;
import dev.motet.route.matcher.IpSet;

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

/// Asking a set of a million random blocks for random addresses, half of them inside a block.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IpSetBenchmark {
  private static final int ASKED = 1 << 16;

  @Param({"10", "1000000"})
  int entries;

  @Param({"4:16:32", "6:32:64", "6:128:128"})
  String kind;

  private IpSet set = new IpSet(List.of());
  private final IpBits[] asked = new IpBits[ASKED];
  private int next;

  @Setup
  public void fill() {
    Random random = new Random(1);
    String[] parts = kind.split(":");
    int length = parts[0].equals("4") ? 4 : 16;
    List<IpPrefix> blocks =
        SetSamples.blocks(
            random, entries, length, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    set = new IpSet(blocks);
    for (int i = 0; i < ASKED; i++) {
      asked[i] =
          IpBits.of(
              random.nextBoolean()
                  ? blocks.get(random.nextInt(entries)).address()
                  : SetSamples.address(random, length));
    }
  }

  @Benchmark
  public boolean asks() {
    return set.contains(asked[next++ & ASKED - 1]);
  }
}
