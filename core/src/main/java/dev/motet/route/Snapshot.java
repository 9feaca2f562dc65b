package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.Inbound;
import dev.motet.core.Outbound;
import java.util.List;
import java.util.Map;

/// Everything that decisions are made from, at one moment. Immutable; a reload makes another.
///
/// @param number counts the snapshots of an instance
/// @param rules in order
/// @param outbounds by tag, endpoints among them
/// @param fallback where sessions go that no rule decides
/// @param inbounds by tag: targets of an inbound's `detour`
public record Snapshot(
    long number,
    List<Rule> rules,
    Map<String, Component<? extends Outbound>> outbounds,
    Component<? extends Outbound> fallback,
    Map<String, Component<? extends Inbound>> inbounds) {
  public Snapshot {
    rules = List.copyOf(rules);
    outbounds = Map.copyOf(outbounds);
    inbounds = Map.copyOf(inbounds);
  }
}
