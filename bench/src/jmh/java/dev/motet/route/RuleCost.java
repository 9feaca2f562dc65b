package dev.motet.route;

import dev.motet.option.RouteOptions;
import java.util.List;

/// Prints what making rules ready costs, and the heap that they take with their index.
public final class RuleCost {
  private static final int ROUNDS = 5;

  private RuleCost() {}

  public static void main(String[] args) {
    System.out.println("rules | count | compiled in ms, first and best | index in ms, first and best | heap bytes a rule, of them index");
    for (String kind : List.of("suffix", "mixed")) {
      for (int count : new int[] {100, 10_000}) {
        print(kind, count);
      }
    }
  }

  private static void print(String kind, int count) {
    RouteOptions route = RuleSamples.rules(kind, count);
    double[] compile = {0, Double.MAX_VALUE};
    double[] index = {0, Double.MAX_VALUE};
    List<Rule> rules = List.of();
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      rules = RuleCompiler.compile(route.rules(), route.ruleSets());
      long middle = System.nanoTime();
      RuleIndex.of(rules, route);
      note(compile, i, middle - start);
      note(index, i, System.nanoTime() - middle);
    }
    long empty = heap();
    Object kept = RuleIndex.of(rules, route);
    long indexed = heap() - empty;
    empty = heap();
    List<Rule> more = RuleCompiler.compile(route.rules(), route.ruleSets());
    long compiled = heap() - empty;
    System.out.printf(
        "%s | %d | %.1f, %.1f | %.1f, %.1f | %d, %d%n",
        kind, more.size(), compile[0], compile[1], index[0], index[1],
        (compiled + indexed) / count, kept == null ? 0 : indexed / count);
  }

  private static void note(double[] firstAndBest, int round, long nanos) {
    double millis = nanos / 1e6;
    firstAndBest[0] = round == 0 ? millis : firstAndBest[0];
    firstAndBest[1] = Math.min(firstAndBest[1], millis);
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime now = Runtime.getRuntime();
      least = Math.min(least, now.totalMemory() - now.freeMemory());
    }
    return least;
  }
}
