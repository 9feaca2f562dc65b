package dev.motet.route;

import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.option.RouteOptions;
import dev.motet.option.RuleAction;
import dev.motet.option.Sniffer;
import dev.motet.sniff.Sniffed;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// What a decision costs by the number of rules: as the router decides, and when every rule is asked in turn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuleBenchmark {
  private static final int ASKED = 1 << 12;

  @Param({"0", "100", "10000"})
  int rules;

  @Param({"suffix", "mixed"})
  String kind;

  private Snapshot snapshot;
  private Session.Facts[] sessions = {};
  private int next;

  @Setup
  public void compile() {
    RouteOptions route = RuleSamples.rules(kind, rules);
    snapshot = RuleSamples.snapshot(route);
    sessions = RuleSamples.sessions(new Random(1), rules, ASKED);
  }

  @Benchmark
  public Object decides() throws IOException {
    Candidate candidate = Candidate.supposed(sessions[next++ & ASKED - 1], null);
    return Judge.judge(snapshot, candidate, new Silent());
  }

  @Benchmark
  public int asksInTurn() {
    Candidate candidate = Candidate.supposed(sessions[next++ & ASKED - 1], null);
    for (Rule rule : snapshot.rules()) {
      if (rule.condition().matches(candidate)) {
        return rule.index();
      }
    }
    return -1;
  }

  /// A session that says nothing.
  private static final class Silent implements Hearing {
    @Override
    public void matched(Rule rule, Candidate candidate) {}

    @Override
    public Sniffed.@Nullable Found sniff(List<Sniffer> sniffers, Duration limit, int port) {
      return null;
    }

    @Override
    public @Nullable List<InetAddress> lookup(Destination.Name name, RuleAction.Resolve how) {
      return null;
    }
  }
}
