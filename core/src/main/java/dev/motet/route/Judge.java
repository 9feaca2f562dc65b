package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.Outbound;
import dev.motet.core.Reach;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.option.DomainStrategy;
import dev.motet.option.LegacyInboundOptions;
import dev.motet.option.RuleAction;
import dev.motet.option.Sniffer;
import dev.motet.sniff.Sniffed;
import dev.motet.sniff.StreamSniffing;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

// hot
/// Applies the rules of a snapshot to one candidate: what inbounds ask for first, then the rules in
/// their order until one decides, else the default outbound (inventory RF-4, RF-5, RF-7). The same
/// for sessions and for explanations; decides, and does nothing about it.
final class Judge {
  private static final String FINAL = "final";

  private final Snapshot snapshot;
  private final Candidate candidate;
  private final Hearing hearing;

  private Judge(Snapshot snapshot, Candidate candidate, Hearing hearing) {
    this.snapshot = snapshot;
    this.candidate = candidate;
    this.hearing = hearing;
  }

  /// Leaves the candidate as the rules changed it.
  ///
  /// @throws IOException when the client is gone
  static Ruling judge(Snapshot snapshot, Candidate candidate, Hearing hearing) throws IOException {
    return new Judge(snapshot, candidate, hearing).judge();
  }

  private Ruling judge() throws IOException {
    DialException legacy = legacyMultiplex(candidate.destination());
    if (legacy != null) {
      return new Ruling.Impossible("none", legacy);
    }
    findName();
    try {
      beforeRules(candidate.legacy());
    } catch (DialException e) {
      return new Ruling.Impossible("none", e);
    }
    for (int i = hearing.next(snapshot, 0, candidate);
        i >= 0;
        i = hearing.next(snapshot, i + 1, candidate)) {
      Rule rule = snapshot.rules().get(i);
      hearing.matched(rule, candidate);
      Ruling ruling = apply(rule);
      if (ruling != null) {
        return ruling;
      }
    }
    return way(null, snapshot.fallback(), "default outbound: ");
  }

  /// Inventory RF-3: rules see the name that was resolved to the address; the destination stays.
  private void findName() {
    if (candidate.findings().domain() == null
        && candidate.destination() instanceof Destination.Ip(InetAddress address, _)) {
      String name = hearing.nameOf(address);
      if (name != null) {
        found(new Session.Findings(null, name, null));
      }
    }
  }

  private void found(Session.Findings findings) {
    candidate.found(findings);
    hearing.found(findings);
  }

  /// Inventory SH-3, QK-10.
  private void beforeRules(LegacyInboundOptions legacy) throws IOException {
    if (legacy.sniff()) {
      sniff(List.of(), legacy.sniffTimeout(), legacy.overrideDestination());
    }
    if (legacy.domainStrategy() != DomainStrategy.AS_IS) {
      resolve(RuleAction.Resolve.DEFAULT.withStrategy(legacy.domainStrategy()));
    }
    if (legacy.udpDisableDomainUnmapping()) {
      candidate.disableDomainUnmapping();
    }
  }

  /// Null when the next rule is to be asked.
  private @Nullable Ruling apply(Rule rule) throws IOException {
    switch (rule.action()) {
      case Action.Route(String tag, var changes) -> {
        candidate.change(changes);
        Component<? extends Outbound> way = snapshot.outbound(tag);
        return way == null
            ? impossible(rule, Reason.UNSUPPORTED, "outbound not found: " + tag)
            : way(rule, way, "outbound: ");
      }
      case Action.Reject reject -> {
        return new Ruling.Rejected(rule.id(), reject);
      }
      case Action.HijackDns _ -> {
        return new Ruling.HijackDns(rule.id());
      }
      case Action.Change(var changes) -> candidate.change(changes);
      case Action.Sniff(var sniff) -> sniff(sniff.sniffers(), sniff.timeout(), false);
      case Action.Resolve(var resolve) -> {
        try {
          resolve(resolve);
        } catch (DialException e) {
          return new Ruling.Impossible(rule.id(), e);
        }
      }
      case Action.Nothing _ -> {}
    }
    return null;
  }

  /// @param override the domain replaces the destination
  private void sniff(List<Sniffer> sniffers, @Nullable Duration timeout, boolean override)
      throws IOException {
    if (candidate.findings().protocol() != null) {
      return;
    }
    Duration limit = timeout == null ? StreamSniffing.DEFAULT_LIMIT : timeout;
    int port = candidate.destination().port();
    Sniffed.Found found = hearing.sniff(sniffers, limit, port);
    if (found == null) {
      return;
    }
    String mapped = candidate.findings().domain();
    String domain = found.domain() == null ? mapped : found.domain();
    found(new Session.Findings(found.protocol().toString(), domain, found.client()));
    if (override
        && found.domain() != null
        && Destination.of(found.domain(), port) instanceof Destination.Name name) {
      candidate.redirect(name);
    }
  }

  /// A name keeps its place in the destination (inventory RA-7).
  private void resolve(RuleAction.Resolve how) throws IOException {
    if (candidate.destination() instanceof Destination.Name name) {
      List<InetAddress> addresses = hearing.lookup(name, how);
      if (addresses != null) {
        candidate.resolvedTo(addresses);
      }
    }
  }

  /// @param rule null for none
  private Ruling way(@Nullable Rule rule, Component<? extends Outbound> way, String kind) {
    if (!way.instance().networks().contains(candidate.facts().network())) {
      String network = candidate.facts().network().name();
      return impossible(
          rule, Reason.UNSUPPORTED, network + " is not supported by " + kind + way.tag());
    }
    Reach reach = snapshot.guard().reach(candidate.facts().inbound(), rule);
    if (!reach.equals(Reach.ANYWHERE) && !within(reach)) {
      return impossible(
          rule, Reason.REJECTED, candidate.destination().host() + " is kept by route.guard");
    }
    return new Ruling.Way(idOf(rule), way, reach);
  }

  /// Whether some address of the destination may be reached; forgets the others. Those of a name
  /// that is not resolved come out when it is dialled.
  private boolean within(Reach reach) {
    if (candidate.destination() instanceof Destination.Ip(InetAddress address, _)) {
      return reach.allows(address);
    }
    List<InetAddress> resolved = candidate.resolved();
    List<InetAddress> allowed = resolved.stream().filter(reach::allows).toList();
    candidate.resolvedTo(allowed);
    return resolved.isEmpty() || !allowed.isEmpty();
  }

  private static Ruling impossible(@Nullable Rule rule, Reason reason, String why) {
    return new Ruling.Impossible(idOf(rule), new DialException(reason, why));
  }

  private static String idOf(@Nullable Rule rule) {
    return rule == null ? FINAL : rule.id();
  }

  /// Destinations that stood for a multiplexed connection before inbounds did that (inventory
  /// TR-10, MS-6).
  private static @Nullable DialException legacyMultiplex(Destination destination) {
    return switch (destination instanceof Destination.Name n ? n.host() : "") {
      case "sp.mux.sing-box.arpa" ->
          new DialException(
              Reason.UNSUPPORTED,
              "global multiplex is deprecated since sing-box v1.7.0, enable multiplex in Inbound"
                  + " fields instead.");
      case "v1.mux.cool" ->
          new DialException(
              Reason.UNSUPPORTED,
              "global multiplex (v2ray legacy) not supported since sing-box v1.7.0.");
      default -> null;
    };
  }
}
