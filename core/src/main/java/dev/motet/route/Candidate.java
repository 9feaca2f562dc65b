package dev.motet.route;

import dev.motet.core.Session;
import dev.motet.io.Destination;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

// hot
/// What rules look at: the facts of a session and what earlier rules found out about it. Belongs to
/// the routing thread.
final class Candidate {
  private final Session.Facts facts;
  private final @Nullable String domain;
  private final Destination destination;
  private final List<InetAddress> resolved;

  Candidate(Session session) {
    this.facts = session.facts();
    this.destination = facts.destination();
    this.domain = domainOf(session.findings(), destination);
    this.resolved = List.of();
  }

  Session.Facts facts() {
    return facts;
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
