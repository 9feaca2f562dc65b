package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.DialRequest;
import dev.motet.core.Log;
import dev.motet.core.Outbound;
import dev.motet.core.Session;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Timeouts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

// hot
/// Applies the rules of a snapshot to one session after the other: first match in order, else the
/// default outbound (inventory RF-5, RF-7). Thread-safe.
final class Judge {
  private final Log log;
  private final Timeouts clock;

  Judge(Log log, Timeouts clock) {
    this.log = log;
    this.clock = clock;
  }

  /// Decides and freezes the session.
  ///
  /// Leaves it open when the verdict is that the snapshot is outdated.
  Verdict decide(Session session, Snapshot snapshot) {
    String legacy = legacyMultiplex(session.facts().destination());
    if (legacy != null) {
      return refused(session, snapshot, "none", legacy);
    }
    Candidate candidate = new Candidate(session);
    for (Rule rule : snapshot.rules()) {
      if (!rule.condition().matches(candidate)) {
        continue;
      }
      if (log.isEnabled(Level.DEBUG)) {
        log.debug(session, "match[{}] {}", rule.index(), rule);
      }
      return switch (rule.action()) {
        case Action.Route(String tag) -> {
          Component<? extends Outbound> way = snapshot.outbound(tag);
          yield way == null
              ? refused(session, snapshot, rule.id(), "outbound not found: " + tag)
              : via(session, snapshot, rule.id(), way, "outbound: ");
        }
        case Action.Reject reject -> rejected(session, snapshot, rule, reject);
      };
    }
    return via(session, snapshot, "final", snapshot.fallback(), "default outbound: ");
  }

  private Verdict via(
      Session session,
      Snapshot snapshot,
      String rule,
      Component<? extends Outbound> way,
      String kind) {
    if (!way.instance().networks().contains(session.facts().network())) {
      String network = session.facts().network().name();
      return refused(session, snapshot, rule, network + " is not supported by " + kind + way.tag());
    }
    if (!way.hold()) {
      return new Verdict.Outdated();
    }
    DialRequest request = requestOf(session);
    session.freeze(new Session.Decision(request, rule, way.tag(), snapshot.number()));
    return new Verdict.Via(way, request);
  }

  private Verdict rejected(Session session, Snapshot snapshot, Rule rule, Action.Reject reject) {
    RejectCounter counter = reject.counter();
    boolean drop = reject.drop() || (counter != null && counter.tooMany(clock.nanoTime()));
    DialException cause =
        drop
            ? new DialException(Reason.DROPPED, "dropped by " + rule.id())
            : new DialException(Reason.REJECTED, "rejected by " + rule.id());
    freezeWithout(session, snapshot, rule.id());
    return new Verdict.Refused(cause, true);
  }

  private Verdict refused(Session session, Snapshot snapshot, String rule, String why) {
    freezeWithout(session, snapshot, rule);
    return new Verdict.Refused(new DialException(Reason.UNSUPPORTED, why), false);
  }

  private static void freezeWithout(Session session, Snapshot snapshot, String rule) {
    session.freeze(new Session.Decision(requestOf(session), rule, "", snapshot.number()));
  }

  private static DialRequest requestOf(Session session) {
    return new DialRequest(session.facts().destination(), List.of(), SocketOverrides.NONE, session);
  }

  /// Destinations that stood for a multiplexed connection before inbounds did that (inventory
  /// TR-10, MS-6).
  private static @Nullable String legacyMultiplex(Destination destination) {
    return switch (destination instanceof Destination.Name n ? n.host() : "") {
      case "sp.mux.sing-box.arpa" ->
          "global multiplex is deprecated since sing-box v1.7.0, enable multiplex in Inbound fields"
              + " instead.";
      case "v1.mux.cool" -> "global multiplex (v2ray legacy) not supported since sing-box v1.7.0.";
      default -> null;
    };
  }
}
