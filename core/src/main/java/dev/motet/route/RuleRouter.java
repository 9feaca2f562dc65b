package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.Log;
import dev.motet.core.Reply;
import dev.motet.core.Resources;
import dev.motet.core.Router;
import dev.motet.core.Session;
import dev.motet.core.Sessions;
import dev.motet.dial.UdpTimeouts;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.io.Timeouts;
import dev.motet.mux.UdpOverTcp;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// The router of an instance: decides by the current [Snapshot], dials, relays. The snapshot is the
/// only thing that a reload replaces; sessions keep what they were decided by.
public final class RuleRouter implements Router {
  private static final Duration FIRST_FRAME_LIMIT = Duration.ofSeconds(15);

  private final Log log = Log.named("router");
  private final Log connections = Log.named("connection");
  private final Resources resources;
  private final Sessions sessions;
  private final DestinationGuard guard;
  private final Judge judge;
  private volatile @Nullable Snapshot snapshot;

  public RuleRouter(Resources resources, Sessions sessions, DestinationGuard guard) {
    this.resources = resources;
    this.sessions = sessions;
    this.guard = guard;
    this.judge = new Judge(log, resources.timeouts());
  }

  /// From here on sessions are decided by `next`.
  public void swap(Snapshot next) {
    snapshot = next;
  }

  @Override
  public void route(Session session, Conn conn, Reply reply) {
    if (UdpOverTcp.isMagic(session.facts().destination())) {
      unwrap(session, conn, reply);
      return;
    }
    session.onCancel(conn::abort);
    carryOut(session, reply, conn::close, via -> relay(session, via, conn, reply));
  }

  @Override
  public void route(Session session, PacketConn conn, Reply reply) {
    session.onCancel(conn::abort);
    PacketConn guarded =
        guard == DestinationGuard.NONE ? conn : new GuardedPacketConn(conn, session, guard);
    carryOut(session, reply, conn::close, via -> relay(session, via, guarded, reply));
  }

  /// Packets in a stream: the rules see the association, not the stream that carries it.
  private void unwrap(Session stream, Conn conn, Reply reply) {
    try (conn) {
      reply.accepted();
      UdpOverTcp.Accepted accepted;
      try (Timeouts.Timeout _ =
          resources.timeouts().abort(conn, FIRST_FRAME_LIMIT, RuleRouter::noFirstFrame)) {
        accepted = UdpOverTcp.accept(stream.facts().destination(), conn);
      }
      Session session = stream.within(Network.UDP, accepted.destination());
      log.info(session, "inbound UoT connection to {}", accepted.destination());
      route(session, accepted.packets(), Reply.NONE);
    } catch (IOException e) {
      log.debug(stream, "UDP over TCP: {}", reasonOf(e));
    }
  }

  /// Dials and relays until the session ended.
  private interface Relay {
    void run(Verdict.Via via) throws IOException;
  }

  /// The way of every session: from its registration to the line that tells how it ended.
  private void carryOut(Session session, Reply reply, Runnable close, Relay relay) {
    Component<?> inbound = session.inbound();
    boolean held = inbound != null && inbound.hold();
    sessions.began(session);
    String end = "ended";
    try {
      switch (decide(session)) {
        case Verdict.Refused refused -> {
          end = String.valueOf(refused.cause().getMessage());
          if (!refused.intended()) {
            log.error(session, "{}", end);
          }
          reply.refused(refused.cause());
        }
        case Verdict.Via via -> {
          try {
            relay.run(via);
          } finally {
            via.way().release();
          }
        }
      }
    } catch (IOException e) {
      end = reasonOf(e);
    } catch (RuntimeException e) {
      end = "unexpected error";
      connections.bug(session, e);
      refuseAfterBug(session, reply);
    } finally {
      close.run();
      sessions.ended(session);
      if (inbound != null && held) {
        inbound.release();
      }
      logEnd(session, end);
    }
  }

  private Verdict decide(Session session) {
    Verdict verdict = null;
    while (verdict == null) {
      Snapshot now = snapshot;
      if (now == null) {
        // an inbound that started before another one failed to
        return new Verdict.Refused(
            new DialException(Reason.FAILED, "the instance has not started"), false);
      }
      verdict = judge.decide(session, now);
    }
    return verdict;
  }

  private void relay(Session session, Verdict.Via via, Conn in, Reply reply) throws IOException {
    Conn out;
    via.way().log().info(session, "outbound connection to {}", via.request().to());
    try {
      out = via.way().instance().dial(via.request());
    } catch (IOException e) {
      throw unreachable(session, via, reply, "open connection to", e);
    }
    try (out) {
      session.onCancel(reason -> {
        in.abort(reason);
        out.abort(reason);
      });
      reply.accepted();
      resources.pump().both(in, out, session.counters());
    }
  }

  private void relay(Session session, Verdict.Via via, PacketConn in, Reply reply)
      throws IOException {
    PacketConn out;
    via.way().log().info(session, "outbound packet connection to {}", via.request().to());
    try {
      out = via.way().instance().bind(via.request());
    } catch (IOException e) {
      throw unreachable(session, via, reply, "listen packet connection using", e);
    }
    try (out) {
      session.onCancel(reason -> {
        in.abort(reason);
        out.abort(reason);
      });
      reply.accepted();
      resources.pump().packets(in, out, session.counters(), idleLimit(session));
    }
  }

  private static DialException noFirstFrame() {
    return new DialException(Reason.TIMEOUT, "no first frame within " + FIRST_FRAME_LIMIT);
  }

  private static Duration idleLimit(Session session) {
    ListenOptions listen = session.listen();
    return UdpTimeouts.idle(
        null,
        session.findings().protocol(),
        session.facts().destination().port(),
        listen == null ? null : listen.udpTimeout());
  }

  /// Tells the log and the client, who is still open, why the dial failed.
  ///
  /// @return what ends the session
  private IOException unreachable(
      Session session, Verdict.Via via, Reply reply, String attempt, IOException cause)
      throws IOException {
    connections.error(
        session, "{} {} using {}: {}", attempt, via.request().to(), via.way(), reasonOf(cause));
    reply.refused(
        cause instanceof DialException known
            ? known
            : new DialException(Reason.FAILED, reasonOf(cause), cause));
    return cause;
  }

  /// Nothing happens when the client has its answer already.
  private void refuseAfterBug(Session session, Reply reply) {
    try {
      reply.refused(new DialException(Reason.FAILED, "unexpected error"));
    } catch (IOException e) {
      connections.debug(session, "refuse: {}", reasonOf(e));
    }
  }

  private void logEnd(Session session, String end) {
    if (!connections.isEnabled(Level.DEBUG)) {
      return;
    }
    Session.Decision decision = session.decision();
    long millis = (resources.timeouts().nanoTime() - session.startNanos()) / 1_000_000;
    connections.debug(
        session,
        "{} after {} ms, {} up, {} down, rule {}, outbound {}",
        end,
        millis,
        session.counters().up().bytes(),
        session.counters().down().bytes(),
        decision == null ? "none" : decision.rule(),
        decision == null || decision.outbound().isEmpty() ? "none" : decision.outbound());
  }

  private static String reasonOf(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
