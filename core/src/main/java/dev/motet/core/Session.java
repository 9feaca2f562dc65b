package dev.motet.core;

import dev.motet.io.Counters;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection or UDP association of a client, from its arrival to its end.
///
/// [Facts] never change. Findings and decisions are replaced by the routing thread alone, before
/// the dial; after [#freeze()] nothing changes but the counters, the chain and the cancel handle,
/// which are safe to use from any thread.
public final class Session {
  /// What is known when a session arrives.
  ///
  /// @param id random, for logs; 32 bits unsigned
  /// @param inbound tag of the inbound
  /// @param inboundType its type
  /// @param source the client; null where there is none (embedding)
  /// @param destination what the client asked for
  /// @param user name of the authenticated user; null where there is none
  public record Facts(
      int id,
      String inbound,
      String inboundType,
      Network network,
      @Nullable InetSocketAddress source,
      Destination destination,
      @Nullable String user) {}

  /// What rules found out.
  ///
  /// @param protocol sniffed protocol
  /// @param domain sniffed or mapped domain
  /// @param client program that the client runs, as a sniffer recognised it
  public record Findings(
      @Nullable String protocol, @Nullable String domain, @Nullable String client) {
    public static final Findings NONE = new Findings(null, null, null);
  }

  /// What rules decided.
  ///
  /// @param request what the outbound is asked for
  /// @param rule id of the deciding rule; `final` when none did
  /// @param outbound tag
  /// @param snapshot number of the router snapshot that decided
  public record Decision(DialRequest request, String rule, String outbound, long snapshot) {}

  private final Facts facts;
  private final long startNanos;
  private final @Nullable ListenOptions listen;
  private final @Nullable Component<?> inbound;
  private final Counters counters = new Counters();
  private final List<String> chain = new ArrayList<>(2);
  private final AtomicReference<@Nullable Consumer<IOException>> cancel = new AtomicReference<>();
  private volatile Findings findings = Findings.NONE;
  private volatile @Nullable Decision decision;
  private volatile @Nullable IOException cancelled;
  private boolean frozen;

  /// @param startNanos the arrival, as `Timeouts.nanoTime()`
  public Session(Facts facts, long startNanos) {
    this(facts, startNanos, null, null);
  }

  /// @param listen the listen fields of the inbound, which decide its timeouts and its detour; null
  ///   where it has none
  /// @param inbound what accepted it and stays open until it ends; null in tests and embeddings
  public Session(
      Facts facts,
      long startNanos,
      @Nullable ListenOptions listen,
      @Nullable Component<?> inbound) {
    this.facts = facts;
    this.startNanos = startNanos;
    this.listen = listen;
    this.inbound = inbound;
  }

  /// A session that this one's stream carries: of the same client, to another destination.
  public Session within(Network network, Destination destination) {
    Facts inner =
        new Facts(
            facts.id,
            facts.inbound,
            facts.inboundType,
            network,
            facts.source,
            destination,
            facts.user);
    return new Session(inner, startNanos, listen, inbound);
  }

  public Facts facts() {
    return facts;
  }

  public long startNanos() {
    return startNanos;
  }

  /// The listen fields of the inbound; null where it has none.
  public @Nullable ListenOptions listen() {
    return listen;
  }

  /// What accepted it; null where that is no component.
  public @Nullable Component<?> inbound() {
    return inbound;
  }

  public Counters counters() {
    return counters;
  }

  public Findings findings() {
    return findings;
  }

  /// Null until a rule decided.
  public @Nullable Decision decision() {
    return decision;
  }

  /// Routing thread only.
  public void found(Findings found) {
    requireOpen();
    findings = found;
  }

  /// Routing thread only; ends the phase in which the session changes.
  public void freeze(Decision decided) {
    requireOpen();
    decision = decided;
    frozen = true;
  }

  /// Tags of the outbounds passed, outermost first; groups and detours add to it while dialling.
  public void passed(String outboundTag) {
    synchronized (chain) {
      chain.add(outboundTag);
    }
  }

  /// Tags of all outbounds, the one that the rules chose first; empty without one.
  public List<String> outbounds() {
    Decision decided = decision;
    List<String> all = new ArrayList<>(3);
    if (decided != null && !decided.outbound.isEmpty()) {
      all.add(decided.outbound);
      all.addAll(chain());
    }
    return all;
  }

  /// How many outbounds were passed, to go [#backTo].
  public int passed() {
    synchronized (chain) {
      return chain.size();
    }
  }

  /// Forgets all but the first `count` outbounds: the way behind them led nowhere.
  public void backTo(int count) {
    synchronized (chain) {
      chain.subList(count, chain.size()).clear();
    }
  }

  public List<String> chain() {
    synchronized (chain) {
      return List.copyOf(chain);
    }
  }

  /// Sets what [#cancel] does; runs it at once if the session is cancelled already.
  public void onCancel(Consumer<IOException> action) {
    cancel.set(action);
    IOException reason = cancelled;
    if (reason != null) {
      action.accept(reason);
    }
  }

  /// Lets [#cancel] also run `action` until the result is closed: for waits in the middle of a
  /// dial. By the thread that dials; runs it at once if the session is cancelled already.
  public Also alsoOnCancel(Consumer<IOException> action) {
    Consumer<IOException> before = cancel.get();
    cancel.set(before == null ? action : before.andThen(action));
    IOException reason = cancelled;
    if (reason != null) {
      action.accept(reason);
    }
    return () -> cancel.set(before);
  }

  /// An action that is not needed for long.
  public interface Also extends AutoCloseable {
    @Override
    void close();
  }

  /// Ends the session from any thread; its blocked calls throw `reason`. Never blocks.
  public void cancel(IOException reason) {
    cancelled = reason;
    Consumer<IOException> action = cancel.get();
    if (action != null) {
      action.accept(reason);
    }
  }

  private void requireOpen() {
    if (frozen) {
      throw new IllegalStateException("session is frozen");
    }
  }
}
