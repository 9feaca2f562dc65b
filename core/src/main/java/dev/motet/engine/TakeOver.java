package dev.motet.engine;

import dev.motet.core.Inbound;
import dev.motet.core.Log;
import dev.motet.core.SharedListeners;
import dev.motet.engine.Recipe.Placed;
import dev.motet.io.Network;
import dev.motet.option.Listening;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Starts the inbounds of a new configuration while those of the old one run. One that listens on
/// the address of an old one with the same settings shares its socket, so that no client is turned
/// away and no datagram is lost; with other settings the old one stops first and listens again if
/// anything fails. Used once, under the engine's lock.
final class TakeOver {
  private final Log log = Log.named("motet");
  private final Instance instance;
  private final @Nullable Generation before;
  private final Generation next;
  private final Steps steps;
  private final List<Placed<Inbound>> stopped = new ArrayList<>();

  TakeOver(Instance instance, @Nullable Generation before, Generation next, Steps steps) {
    this.instance = instance;
    this.before = before;
    this.next = next;
    this.steps = steps;
  }

  void start() throws IOException {
    SharedListeners listeners = instance.resources().listeners();
    if (before != null) {
      for (Placed<Inbound> old : before.inbounds().values()) {
        if (!next.has(old) && old.recipe().options() instanceof Listening l) {
          listeners.offer(l.listen().address());
        }
      }
    }
    try {
      for (Placed<Inbound> fresh : next.inbounds().values()) {
        if (next.isFresh(fresh)) {
          stopOldOnesAt(fresh);
          steps.start(fresh.component(), fresh.instance()::start);
        }
      }
    } finally {
      listeners.endOffers();
    }
  }

  /// Lets the old inbounds listen again, once the new ones are closed.
  void undo() {
    for (Placed<Inbound> old : stopped) {
      try {
        restore(old);
      } catch (IOException e) {
        log.error(null, "restore {}: {}", old.component(), e.getMessage());
      }
    }
  }

  /// An inbound starts once: the one that listens again is another instance of the same recipe.
  private void restore(Placed<Inbound> old) throws IOException {
    Generation running = Objects.requireNonNull(before);
    Placed<Inbound> again = old.recipe().place(instance, running.gate(), running.outbounds());
    running.replace(again);
    old.component().release();
    again.instance().start();
  }

  private void stopOldOnesAt(Placed<Inbound> fresh) {
    if (before == null) {
      return;
    }
    for (Placed<Inbound> old : before.inbounds().values()) {
      if (!next.has(old) && !stopped.contains(old) && mustStop(old, fresh)) {
        stopped.add(old);
        old.instance().stopAccepting();
        if (old.env().listensOn(Network.UDP)) {
          // its associations hold the socket, and with it the address
          old.instance().close();
        }
      }
    }
  }

  /// Whether one could not listen while the other does, on a socket of its own or on the same one.
  private static boolean mustStop(Placed<Inbound> old, Placed<Inbound> fresh) {
    if (!(old.recipe().options() instanceof Listening a)
        || !(fresh.recipe().options() instanceof Listening b)) {
      return old.tag().equals(fresh.tag());
    }
    if (a.listen().address().equals(b.listen().address())
        && a.listen().toSocketConfig().equals(b.listen().toSocketConfig())) {
      return false;
    }
    InetAddress first = a.listen().listen();
    InetAddress second = b.listen().listen();
    int port = a.listen().listenPort();
    return port != 0
        && port == b.listen().listenPort()
        && (first.equals(second) || first.isAnyLocalAddress() || second.isAnyLocalAddress());
  }
}
