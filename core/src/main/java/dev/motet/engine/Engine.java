package dev.motet.engine;

import dev.motet.core.Inbound;
import dev.motet.core.Outgoing;
import dev.motet.engine.Recipe.Placed;
import dev.motet.route.Snapshot;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Brings configurations into force, one after the other, on one instance. Belongs to the lock of
/// its [Motet].
final class Engine {
  private final Instance instance;
  private final Steps steps;
  private final NetworkWatch network;
  private @Nullable Generation current;
  private long snapshots;

  /// @param networkChanged asks for [#networkChanged()], on the timer thread
  Engine(Instance instance, Runnable networkChanged) {
    this.instance = instance;
    this.network =
        new NetworkWatch(
            instance.resources().timeouts(), instance.resources().outgoing(), networkChanged);
    this.steps = new Steps(instance.resources().timeouts());
  }

  /// The configuration in force.
  ///
  /// @throws IllegalStateException before the first
  Generation current() {
    Generation now = current;
    if (now == null) {
      throw new IllegalStateException("not started");
    }
    return now;
  }

  /// How many configurations came into force.
  long snapshots() {
    return snapshots;
  }

  /// Replaces the configuration; components that would come out the same go on. Sessions go on with
  /// what they have.
  ///
  /// @throws IOException when something cannot be made or started; what ran before then runs on
  void start(Config config) throws IOException {
    boolean started = false;
    try {
      Outgoing.Settings sockets = network.prepare(config.route().network());
      if (current == null) {
        network.putInForce(sockets); // what starts may dial
      }
      start(config, current);
      network.putInForce(sockets);
      started = true;
    } finally {
      if (!started) {
        network.undo();
      }
    }
  }

  private void start(Config config, @Nullable Generation before) throws IOException {
    Generation next = new Assembly(instance, config, before).build();
    var inbounds = new TakeOver(instance, before, next, steps);
    boolean started = false;
    try {
      startComponents(next, inbounds);
      started = true;
    } finally {
      if (!started) {
        next.gate().open();
        closeFresh(next);
        inbounds.undo();
      }
    }
    putInForce(next, before);
  }

  /// What was learnt of the network is void: sockets to DNS servers are opened anew, their answers
  /// are forgotten, sessions end, so that clients begin anew over the network that is there
  /// (inventory SH-10).
  void networkChanged() {
    Generation now = current;
    if (now != null) {
      now.networkChanged();
      instance.dns().networkChanged();
      instance.sessions().cancel(_ -> true, new IOException("network changed"));
    }
  }

  /// Ends what watches the network.
  void close() {
    network.close();
  }

  /// The one place that knows the order (inventory TOP-9). The new rules come into force after it;
  /// until then the gate holds back sessions of the new inbounds.
  private void startComponents(Generation next, TakeOver inbounds) throws IOException {
    startFresh(next, next.outbounds().values());
    startFresh(next, next.dnsServers().values());
    inbounds.start();
    startFresh(next, next.services().values());
  }

  private void startFresh(Generation next, Collection<? extends Placed<?>> components)
      throws IOException {
    for (Placed<?> placed : components) {
      if (next.isFresh(placed)) {
        steps.start(placed.component(), placed.instance()::start);
      }
    }
  }

  private void putInForce(Generation next, @Nullable Generation before) {
    snapshots++;
    instance.dns().swap(next.servers());
    Snapshot rules = next.snapshot(snapshots);
    instance.router().swap(rules);
    instance.roots().swap(next.certificate());
    current = next;
    next.gate().open();
    if (before != null) {
      instance.inheritance().keepOnly(next.owners());
      instance.sessions().cancel(s -> !rules.admits(s), new IOException("the user was removed"));
      for (Placed<Inbound> old : before.inbounds().values()) {
        if (!next.has(old)) {
          old.instance().stopAccepting();
        }
      }
      before.release();
    }
  }

  /// Inbounds stop first, so that the old ones can have their addresses back.
  private static void closeFresh(Generation next) {
    for (Placed<Inbound> placed : next.inbounds().values()) {
      if (next.isFresh(placed)) {
        placed.instance().stopAccepting();
        placed.instance().close();
      }
    }
    next.release();
  }
}
