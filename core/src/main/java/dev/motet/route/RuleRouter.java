package dev.motet.route;

import dev.motet.core.Dns;
import dev.motet.core.Log;
import dev.motet.core.Reply;
import dev.motet.core.Resources;
import dev.motet.core.Router;
import dev.motet.core.Session;
import dev.motet.core.Sessions;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.io.Timeouts;
import dev.motet.mux.UdpOverTcp;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The router of an instance. In the order of inventory RF-1 to RF-13: hands over what belongs to
/// another inbound, unwraps packets in streams, has the session decided by the [Snapshot] in force,
/// then dials and relays, or answers DNS queries. The snapshot is the only thing that a reload
/// replaces; sessions keep what they were decided by.
public final class RuleRouter implements Router {
  private static final Duration FIRST_FRAME_LIMIT = Duration.ofSeconds(15);

  private final Log log = Log.named("router");
  private final Resources resources;
  private final Timeouts timeouts;
  private final Dns dns;
  private final Decider decider;
  private final Passage passage;
  private volatile @Nullable Snapshot snapshot;

  /// @param dns looks names up for rules, and answers the queries that rules hijack
  public RuleRouter(Resources resources, Sessions sessions, Dns dns) {
    this.resources = resources;
    this.timeouts = resources.timeouts();
    this.dns = dns;
    this.decider = new Decider(log, timeouts, dns, this::current);
    this.passage = new Passage(resources, sessions);
  }

  /// From here on sessions are decided by `next`.
  public void swap(Snapshot next) {
    snapshot = next;
    GuardWarnings.of(next).forEach(warning -> log.warn(null, "{}", warning));
  }

  /// What the rules in force would do. Blocks where the question wants names looked up.
  ///
  /// @throws IllegalArgumentException when the question names what is not there
  public Explanation explain(Question question) throws DialException {
    return Explainer.explain(current(), question, dns);
  }

  @Override
  public void route(Session session, Conn conn, Reply reply) {
    session.onCancel(conn::abort);
    passage.run(
        session,
        conn::close,
        reply,
        () -> {
          String detour = current().detourOf(session.facts().inbound());
          if (detour != null) {
            handOver(session, detour, conn, reply);
          } else if (UdpOverTcp.isMagic(session.facts().destination())) {
            unwrap(session, conn, reply);
          } else {
            decideAndServe(session, conn, reply);
          }
        });
  }

  @Override
  public void route(Session session, PacketConn conn, Reply reply) {
    session.onCancel(conn::abort);
    passage.run(
        session,
        conn::close,
        reply,
        () -> {
          Snapshot now = current();
          String detour = now.detourOf(session.facts().inbound());
          if (detour != null) {
            throw decider.refused(
                session, reply, InboundDetour.packetsRefused(now, detour, session));
          }
          decideAndServe(session, conn, reply);
        });
  }

  private void decideAndServe(Session session, Conn conn, Reply reply) throws IOException {
    try (FirstBytes first = new FirstBytes(conn, timeouts)) {
      // No switch: it would be linked while the first client of a process waits.
      if (decider.decide(session, first, reply) instanceof Verdict.Via via) {
        passage.relay(session, via, first.conn(), reply);
      } else {
        reply.accepted();
        dns.serve(session, first.conn());
      }
    }
  }

  private void decideAndServe(Session session, PacketConn conn, Reply reply) throws IOException {
    FirstDatagrams first = new FirstDatagrams(conn, resources);
    switch (decider.decide(session, first, reply)) {
      case Verdict.Via via -> passage.relay(session, via, first.conn(), reply);
      case Verdict.HijackDns _ -> {
        reply.accepted();
        dns.serve(session, first.conn());
      }
    }
  }

  /// @throws DialException when an inbound started before another one failed to
  private Snapshot current() throws DialException {
    Snapshot now = snapshot;
    if (now == null) {
      throw new DialException(Reason.FAILED, "the instance has not started");
    }
    return now;
  }

  private void handOver(Session session, String detour, Conn conn, Reply reply) throws IOException {
    reply.accepted();
    try {
      InboundDetour.serve(current(), detour, session, conn);
    } catch (DialException e) {
      throw decider.refused(session, reply, e);
    }
  }

  /// Packets in a stream: the rules see the association, not the stream that carries it.
  private void unwrap(Session stream, Conn conn, Reply reply) throws IOException {
    reply.accepted();
    UdpOverTcp.Accepted accepted;
    try (Timeouts.Timeout _ = timeouts.abort(conn, FIRST_FRAME_LIMIT, RuleRouter::noFirstFrame)) {
      accepted = UdpOverTcp.accept(stream.facts().destination(), conn);
    }
    Session session = stream.within(Network.UDP, accepted.destination());
    log.info(session, "inbound UoT connection to {}", accepted.destination());
    route(session, accepted.packets(), Reply.NONE);
  }

  private static DialException noFirstFrame() {
    return new DialException(
        Reason.TIMEOUT, "no first frame within " + FIRST_FRAME_LIMIT.toSeconds() + " s");
  }
}
