package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.Inbound;
import dev.motet.core.Outbound;
import dev.motet.core.Session;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import dev.motet.option.RouteOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything that decisions are made from, at one moment. Immutable; a reload makes another.
public final class Snapshot {
  private final long number;
  private final List<Rule> rules;
  private final RuleIndex index;
  private final Map<String, Component<? extends Outbound>> outbounds;
  private final Component<? extends Outbound> fallback;
  private final Map<String, Component<? extends Inbound>> inbounds;
  private final Map<String, Listening> listening;
  private final NetworkGuard guard;

  /// @param number counts the snapshots of an instance
  /// @param route rules, and the sets that they refer to
  /// @param outbounds by tag, endpoints among them
  /// @param fallback where sessions go that no rule decides
  /// @param inbounds by tag: targets of detours
  /// @param listening options of the inbounds that have listen fields
  public Snapshot(
      long number,
      RouteOptions route,
      Map<String, Component<? extends Outbound>> outbounds,
      Component<? extends Outbound> fallback,
      Map<String, Component<? extends Inbound>> inbounds,
      Map<String, ? extends Listening> listening) {
    this.number = number;
    this.rules = List.copyOf(RuleCompiler.compile(route.rules(), route.ruleSets()));
    this.index = RuleIndex.of(rules, route);
    this.outbounds = Map.copyOf(outbounds);
    this.fallback = fallback;
    this.inbounds = Map.copyOf(inbounds);
    this.listening = Map.copyOf(listening);
    this.guard = new NetworkGuard(route.guard(), listening);
  }

  long number() {
    return number;
  }

  List<Rule> rules() {
    return rules;
  }

  // hot
  /// The first rule from this index on that matches; -1 when none does.
  int next(int from, Candidate candidate) {
    return index.next(from, candidate);
  }

  NetworkGuard guard() {
    return guard;
  }

  @Nullable Component<? extends Outbound> outbound(String tag) {
    return outbounds.get(tag);
  }

  Component<? extends Outbound> fallback() {
    return fallback;
  }

  /// Tags of all inbounds, sorted.
  List<String> inbounds() {
    return inbounds.keySet().stream().sorted().toList();
  }

  @Nullable Component<? extends Inbound> inbound(String tag) {
    return inbounds.get(tag);
  }

  /// Whether the session's user may still be here: it was accepted by the inbound that is in force,
  /// or that one knows the user with the same credentials. The sessions of an inbound that is gone,
  /// or asks nobody any more, run on.
  public boolean admits(Session session) {
    String user = session.facts().user();
    Component<? extends Inbound> now = inbounds.get(session.facts().inbound());
    if (user == null
        || now == null
        || session.inbound() == null
        || now.equals(session.inbound())
        || !(session.inbound().instance() instanceof Inbound accepted)) {
      return true;
    }
    Map<String, ?> known = now.instance().credentials();
    return known.isEmpty() || Objects.equals(known.get(user), accepted.credentials().get(user));
  }

  /// The inbound that serves the connections of this one instead; null when it serves them itself.
  @Nullable String detourOf(String inbound) {
    ListenOptions listen = listenOf(inbound);
    return listen == null ? null : listen.detour();
  }

  /// The listen fields of an inbound; null where it has none.
  @Nullable ListenOptions listenOf(String inbound) {
    Listening options = listening.get(inbound);
    return options == null ? null : options.listen();
  }
}
