package dev.motet.route;

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

/// The router of an instance: decides by the current [Snapshot], dials, relays. The snapshot is the
/// only thing that a reload replaces; sessions keep what they were decided by.
public final class RuleRouter implements Router {
  private static final Duration FIRST_FRAME_LIMIT = Duration.ofSeconds(15);

  private final Log log = Log.named("router");
  private final Timeouts timeouts;
  private final DestinationGuard guard;
  private final Judge judge;
  private final Passage passage;
  private volatile @Nullable Snapshot snapshot;

  public RuleRouter(Resources resources, Sessions sessions, DestinationGuard guard) {
    this.timeouts = resources.timeouts();
    this.guard = guard;
    this.judge = new Judge(log, timeouts);
    this.passage = new Passage(resources, sessions);
  }

  /// From here on sessions are decided by `next`.
  public void swap(Snapshot next) {
    snapshot = next;
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
            passage.relay(session, decide(session, reply), conn, reply);
          }
        });
  }

  @Override
  public void route(Session session, PacketConn conn, Reply reply) {
    PacketConn guarded =
        guard.equals(DestinationGuard.NONE) ? conn : new GuardedPacketConn(conn, session, guard);
    session.onCancel(conn::abort);
    passage.run(
        session,
        conn::close,
        reply,
        () -> {
          Snapshot now = current();
          String detour = now.detourOf(session.facts().inbound());
          if (detour != null) {
            throw refused(session, reply, InboundDetour.packetsRefused(now, detour, session));
          }
          passage.relay(session, decide(session, reply), guarded, reply);
        });
  }

  /// @throws DialException when the session is refused, after the client was told
  private Verdict.Via decide(Session session, Reply reply) throws IOException {
    Snapshot asked;
    do {
      asked = current();
      if (!asked.admits(session)) { // registered after the reload looked for such sessions
        throw refused(session, reply, new DialException(Reason.REJECTED, "the user was removed"));
      }
      switch (judge.decide(session, asked)) {
        case Verdict.Via via -> {
          return via;
        }
        case Verdict.Refused(DialException cause, boolean intended) -> {
          if (intended) {
            reply.refused(cause);
            throw cause;
          }
          throw refused(session, reply, cause);
        }
        case Verdict.Outdated _ -> log.debug(session, "the rules have changed meanwhile");
      }
    } while (asked.number() != current().number());
    throw refused(session, reply, new DialException(Reason.FAILED, "the instance closes"));
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
      throw refused(session, reply, e);
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

  /// Says in the log what the configuration cannot serve.
  ///
  /// @return what ends the session
  private DialException refused(Session session, Reply reply, DialException cause)
      throws IOException {
    log.error(session, "{}", cause.getMessage());
    reply.refused(cause);
    return cause;
  }

  private static DialException noFirstFrame() {
    return new DialException(
        Reason.TIMEOUT, "no first frame within " + FIRST_FRAME_LIMIT.toSeconds() + " s");
  }
}
