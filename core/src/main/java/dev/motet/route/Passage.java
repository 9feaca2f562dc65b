package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.Dialer;
import dev.motet.core.Log;
import dev.motet.core.Reach;
import dev.motet.core.Reply;
import dev.motet.core.Resources;
import dev.motet.core.Session;
import dev.motet.core.Sessions;
import dev.motet.dial.Addressed;
import dev.motet.dial.UdpTimeouts;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.MappedPacketConn;
import dev.motet.io.PacketConn;
import dev.motet.option.ListenOptions;
import dev.motet.option.TlsFragmentOptions;
import dev.motet.secure.FragmentConn;
import java.io.IOException;
import java.time.Duration;

// hot
/// Carries sessions out: from their registration, over the dial and the relay, to the line that
/// says how they ended. Thread-safe.
final class Passage {
  private final Log log = Log.named("connection");
  private final AccessLog access;
  private final Resources resources;
  private final Sessions sessions;

  Passage(Resources resources, Sessions sessions) {
    this.access = new AccessLog(resources.timeouts());
    this.resources = resources;
    this.sessions = sessions;
  }

  /// What a session does.
  interface Work {
    void run() throws IOException;
  }

  /// Runs a session to its end, whatever happens; never throws.
  ///
  /// @param close of the client's side
  void run(Session session, Runnable close, Reply reply, Work work) {
    Component<?> inbound = session.inbound();
    boolean held = inbound != null && inbound.hold();
    sessions.began(session);
    String end = "ended";
    try {
      work.run();
    } catch (IOException e) {
      end = reasonOf(e);
    } catch (RuntimeException e) {
      end = "unexpected error";
      log.bug(session, e);
      refuseAfterBug(session, reply);
    } finally {
      close.run();
      sessions.ended(session);
      if (inbound != null && held) {
        inbound.release();
      }
      access.ended(session, end);
    }
  }

  /// Opens a stream and relays until both directions ended; lets go of the outbound.
  void relay(Session session, Verdict.Via via, Conn in, Reply reply) throws IOException {
    try (Held _ = via.way()::release) {
      via.way().log().info(session, "outbound connection to {}", via.request().to());
      Conn out;
      try {
        out = cut(via, dialer(via).dial(via.request()));
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
  }

  /// The same for packets, until nothing moved for a while.
  void relay(Session session, Verdict.Via via, PacketConn client, Reply reply) throws IOException {
    Destination asked = session.facts().destination();
    Reach reach = via.request().reach();
    PacketConn in =
        reach.equals(Reach.ANYWHERE) ? client : new GuardedPacketConn(client, reach, asked);
    try (Held _ = via.way()::release) {
      via.way().log().info(session, "outbound packet connection to {}", via.request().to());
      PacketConn out;
      try {
        out = bind(via, asked);
      } catch (IOException e) {
        throw unreachable(session, via, reply, "open packet connection to", e);
      }
      try (out) {
        session.onCancel(reason -> {
          in.abort(reason);
          out.abort(reason);
        });
        reply.accepted();
        resources.pump().packets(in, out, session.counters(), idleLimit(session, via));
      }
    }
  }

  /// An outbound that the session uses.
  private interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /// Inventory TLS-3.
  private Conn cut(Verdict.Via via, Conn out) {
    TlsFragmentOptions how = via.tlsFragment();
    return how == null ? out : new FragmentConn(out, how, resources.timeouts(), resources.random());
  }

  private Dialer dialer(Verdict.Via via) {
    return resources.around().apply(new Addressed(via.way().instance()));
  }

  /// Where a rule changed the destination, packets for the one that was asked for go to the other
  /// (inventory RA-2).
  private PacketConn bind(Verdict.Via via, Destination asked) throws IOException {
    PacketConn out = dialer(via).bind(via.request());
    Destination real = via.request().to();
    return real.equals(asked) ? out : new MappedPacketConn(out, asked, real);
  }

  private static Duration idleLimit(Session session, Verdict.Via via) {
    ListenOptions listen = session.listen();
    return UdpTimeouts.idle(
        via.udpTimeout(),
        session.findings().protocol(),
        via.request().to().port(),
        listen == null ? null : listen.udpTimeout());
  }

  /// Tells the log and the client, who is still open, why the dial failed.
  ///
  /// @return what ends the session
  private IOException unreachable(
      Session session, Verdict.Via via, Reply reply, String attempt, IOException cause)
      throws IOException {
    log.error(
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
      log.debug(session, "refuse: {}", reasonOf(e));
    }
  }

  private static String reasonOf(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
