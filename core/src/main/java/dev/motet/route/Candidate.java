package dev.motet.route;

import dev.motet.core.Session;
import dev.motet.io.Destination;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

// hot
/// What rules look at: the facts of a session and what earlier rules found out about it or changed.
/// Belongs to the routing thread.
final class Candidate {
  private final Session.Facts facts;
  private Session.Findings findings;
  private Destination destination;
  private @Nullable String domain;
  private List<InetAddress> resolved = List.of();

  Candidate(Session session) {
    this(session.facts(), session.findings());
  }

  Candidate(Session.Facts facts, Session.Findings findings) {
    this.facts = facts;
    this.findings = findings;
    this.destination = facts.destination();
    this.domain = domainOf(findings, destination);
  }

  Session.Facts facts() {
    return facts;
  }

  /// Protocol, domain and client, as they were sniffed.
  Session.Findings findings() {
    return findings;
  }

  Destination destination() {
    return destination;
  }

  /// The sniffed or mapped domain, else the name asked for: in lower case, without the dot that
  /// makes it absolute. Null for a bare address.
  @Nullable String domain() {
    return domain;
  }

  /// Addresses that an earlier rule resolved the name to.
  List<InetAddress> resolved() {
    return resolved;
  }

  @Nullable InetSocketAddress source() {
    return facts.source();
  }

  void found(Session.Findings more) {
    findings = more;
    domain = domainOf(findings, destination);
  }

  /// Resolved addresses are those of the name before: they go.
  void redirect(Destination other) {
    destination = other;
    resolved = List.of();
    domain = domainOf(findings, destination);
  }

  void redirectPort(int port) {
    destination = destination.withPort(port);
  }

  void resolvedTo(List<InetAddress> addresses) {
    resolved = List.copyOf(addresses);
  }

  private static @Nullable String domainOf(Session.Findings findings, Destination destination) {
    String found = findings.domain();
    String name =
        found != null ? found : destination instanceof Destination.Name n ? n.host() : null;
    if (name == null) {
      return null;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
