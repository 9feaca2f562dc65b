package dev.motet.engine;

import dev.motet.core.Outbound;
import dev.motet.dns.server.DnsServer;
import dev.motet.engine.Recipe.Placed;
import dev.motet.route.Explainer;
import dev.motet.route.Explanation;
import dev.motet.route.Question;
import dev.motet.route.Snapshot;
import java.io.IOException;

/// A configuration that is asked what it would do, without being started: nothing listens, nothing
/// is dialled, unless a question wants names looked up. One thread.
public final class Rehearsal implements AutoCloseable {
  private final Machinery machinery;
  private final Instance instance;
  private final Generation generation;
  private final Snapshot snapshot;
  private boolean resolves;

  private Rehearsal(Machinery machinery, Config config) throws IOException {
    this.machinery = machinery;
    this.instance = Instance.of(machinery.resources(), machinery.clock());
    this.generation = new Assembly(instance, config, null).build();
    this.snapshot = generation.snapshot(0);
  }

  /// Makes what the configuration names.
  public static Rehearsal of(Config config) throws IOException {
    Machinery machinery = Machinery.open(MotetOptions.DEFAULT);
    boolean complete = false;
    try {
      Rehearsal rehearsal = new Rehearsal(machinery, config);
      complete = true;
      return rehearsal;
    } finally {
      if (!complete) {
        machinery.close();
      }
    }
  }

  /// What the rules would do. Where the question wants names looked up, starts the outbounds and
  /// the DNS servers first, and blocks the calling virtual thread.
  ///
  /// @throws IllegalArgumentException when the question names what is not there
  public Explanation explain(Question question) throws IOException {
    if (question.resolve() && !resolves) {
      startResolving();
    }
    return Explainer.explain(snapshot, question, instance.dns());
  }

  private void startResolving() throws IOException {
    for (Placed<Outbound> outbound : generation.outbounds().values()) {
      outbound.instance().start();
    }
    for (Placed<DnsServer> server : generation.dnsServers().values()) {
      server.instance().start();
    }
    instance.dns().swap(generation.servers());
    generation.gate().open();
    resolves = true;
  }

  @Override
  public void close() {
    generation.release();
    generation.closeDnsServers();
    machinery.close();
  }
}
