package dev.motet.route;

import dev.motet.core.DialRequest;
import dev.motet.core.Dns;
import dev.motet.core.Log;
import dev.motet.core.Reach;
import dev.motet.core.Reply;
import dev.motet.core.Session;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Timeouts;
import java.io.IOException;

// hot
/// Has sessions judged and carries out what it can at once: holds the outbound, freezes the
/// session, tells the clients that are refused. Thread-safe.
final class Decider {
  private final Log log;
  private final Timeouts clock;
  private final Dns dns;
  private final Current current;

  /// The rules in force.
  interface Current {
    /// @throws DialException when there are none yet
    Snapshot snapshot() throws DialException;
  }

  Decider(Log log, Timeouts clock, Dns dns, Current current) {
    this.log = log;
    this.clock = clock;
    this.dns = dns;
    this.current = current;
  }

  /// Decides and freezes the session.
  ///
  /// @throws DialException when it is refused, after the client was told
  Verdict decide(Session session, FirstLook first, Reply reply) throws IOException {
    LiveHearing hearing = new LiveHearing(log, dns, session, first, reply);
    Session.Findings known = session.findings();
    Snapshot asked;
    do {
      asked = current.snapshot();
      if (!asked.admits(session)) { // registered after the reload looked for such sessions
        throw refused(session, reply, new DialException(Reason.REJECTED, "the user was removed"));
      }
      Candidate candidate = new Candidate(session);
      candidate.found(known);
      Ruling ruling = Judge.judge(asked, candidate, hearing);
      // No switch: it would be linked while the first client of a process waits.
      if (!(ruling instanceof Ruling.Way(String rule, var way, Reach reach))) {
        return withoutWay(session, asked, candidate, ruling, reply);
      }
      if (way.hold()) {
        DialRequest request = candidate.request(session, reach);
        freeze(session, asked, request, rule, way.tag());
        return new Verdict.Via(way, request, candidate.udpTimeout(), candidate.tlsFragment());
      }
      // a newer snapshot has its replacement
      log.debug(session, "the rules have changed meanwhile");
    } while (asked.number() != current.snapshot().number());
    throw refused(session, reply, new DialException(Reason.FAILED, "the instance closes"));
  }

  /// Freezes a session that no outbound gets.
  private Verdict withoutWay(
      Session session, Snapshot snapshot, Candidate candidate, Ruling ruling, Reply reply)
      throws IOException {
    freeze(session, snapshot, candidate.request(session, Reach.ANYWHERE), ruling.rule(), "");
    return switch (ruling) {
      case Ruling.HijackDns _ -> new Verdict.HijackDns();
      case Ruling.Rejected(String rule, Action.Reject action) ->
          throw told(reply, rejection(rule, action));
      case Ruling.Impossible(_, DialException cause) -> throw refused(session, reply, cause);
      case Ruling.Way way -> throw new IllegalArgumentException("there is a way: " + way);
    };
  }

  /// Says in the log what the configuration cannot serve.
  ///
  /// @return what ends the session
  DialException refused(Session session, Reply reply, DialException cause) throws IOException {
    if (cause.reason() == Reason.REJECTED) {
      log.info(session, "{}", cause.getMessage());
    } else {
      log.error(session, "{}", cause.getMessage());
    }
    return told(reply, cause);
  }

  private static DialException told(Reply reply, DialException cause) throws IOException {
    reply.refused(cause);
    return cause;
  }

  private DialException rejection(String rule, Action.Reject action) {
    RejectCounter counter = action.counter();
    boolean drop = action.drop() || (counter != null && counter.tooMany(clock.nanoTime()));
    return drop
        ? new DialException(Reason.DROPPED, "dropped by " + rule)
        : new DialException(Reason.REJECTED, "rejected by " + rule);
  }

  private static void freeze(
      Session session, Snapshot snapshot, DialRequest request, String rule, String outbound) {
    session.freeze(new Session.Decision(request, rule, outbound, snapshot.number()));
  }
}
