package dev.motet.route;

import dev.motet.core.Log;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.Timeouts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

// hot
/// One line for each session that a rule decided, when it has ended: who, where to, by which rule,
/// which way, how much, how long, why it ended. The log `access`.
final class AccessLog {
  private final Log log = Log.named("access");
  private final Timeouts clock;

  AccessLog(Timeouts clock) {
    this.clock = clock;
  }

  /// @param end why
  void ended(Session session, String end) {
    Session.Decision decision = session.decision();
    // without a decision another session carried it on, or it failed with a line of its own
    if (decision == null || !log.isEnabled(Level.INFO)) {
      return;
    }
    Map<String, Object> fields = fields(session, decision, end);
    log.info(
        session,
        fields,
        "{}{}{} to {}{} by {}{}: {} up, {} down, {} ms, {}",
        prefixed("[", session.facts().user(), "] "),
        fields.get("network"),
        prefixed(" from ", fields.get("source"), ""),
        fields.get("destination"),
        prefixed(" (", fields.get("domain"), ")"),
        decision.rule(),
        decision.outbound().isEmpty() ? "" : " via " + String.join(", ", session.outbounds()),
        fields.get("up_bytes"),
        fields.get("down_bytes"),
        fields.get("duration_ms"),
        end);
  }

  private Map<String, Object> fields(Session session, Session.Decision decision, String end) {
    Session.Facts facts = session.facts();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("inbound", facts.inbound());
    fields.put("network", facts.network().toString());
    put(fields, "source", facts.source() == null ? null : Destination.of(facts.source()));
    put(fields, "user", facts.user());
    fields.put("destination", facts.destination().toString());
    put(fields, "protocol", session.findings().protocol());
    put(fields, "domain", session.findings().domain());
    fields.put("rule", decision.rule());
    fields.put("snapshot", decision.snapshot());
    fields.put("outbounds", session.outbounds());
    fields.put("up_bytes", session.counters().up().bytes());
    fields.put("down_bytes", session.counters().down().bytes());
    fields.put("duration_ms", (clock.nanoTime() - session.startNanos()) / 1_000_000);
    fields.put("end", end);
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value.toString());
    }
  }

  private static String prefixed(String before, @Nullable Object value, String after) {
    return value == null ? "" : before + value + after;
  }
}
