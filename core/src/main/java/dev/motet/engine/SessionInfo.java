package dev.motet.engine;

import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session under way, as it was when it was asked for.
///
/// @param id as the log shows it: 32 bits unsigned
/// @param source address and port of the client; null where there is none
/// @param user null where nobody had to log in
/// @param destination what the client asked for
/// @param domain found by a sniffer or a mapping; null without one
/// @param protocol found by a sniffer; null without one
/// @param rule id of the rule that decided, `final` for none; null before the decision
/// @param snapshot number of the rules that decided; 0 before
/// @param chain tags of the outbounds passed, the outermost first
/// @param up bytes from the client
/// @param down bytes to the client
public record SessionInfo(
    long id,
    String inbound,
    String inboundType,
    Network network,
    @Nullable String source,
    @Nullable String user,
    String destination,
    @Nullable String domain,
    @Nullable String protocol,
    @Nullable String rule,
    long snapshot,
    List<String> chain,
    long up,
    long down,
    Duration age) {

  static SessionInfo of(Session session, long nowNanos) {
    Session.Facts facts = session.facts();
    Session.Decision decision = session.decision();
    return new SessionInfo(
        Integer.toUnsignedLong(facts.id()),
        facts.inbound(),
        facts.inboundType(),
        facts.network(),
        facts.source() == null ? null : Destination.of(facts.source()).toString(),
        facts.user(),
        facts.destination().toString(),
        session.findings().domain(),
        session.findings().protocol(),
        decision == null ? null : decision.rule(),
        decision == null ? 0 : decision.snapshot(),
        session.outbounds(),
        session.counters().up().bytes(),
        session.counters().down().bytes(),
        Duration.ofNanos(nowNanos - session.startNanos()));
  }
}
