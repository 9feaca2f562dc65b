package dev.motet.route;

import dev.motet.core.DialRequest;
import dev.motet.core.Reach;
import dev.motet.core.Session;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Destination;
import dev.motet.option.LegacyInboundOptions;
import dev.motet.option.ListenOptions;
import dev.motet.option.RouteChanges;
import dev.motet.option.TlsFragmentOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

// hot
/// What rules look at: the facts of a session and what earlier rules found out about it or changed.
/// Belongs to the routing thread.
final class Candidate {
  private final Session.Facts facts;
  private final LegacyInboundOptions legacy;
  private Session.Findings findings;
  private Destination destination;
  private @Nullable String domain;
  private List<InetAddress> resolved = List.of();
  private SocketOverrides socket = SocketOverrides.NONE;
  private @Nullable Duration udpTimeout;
  private @Nullable TlsFragmentOptions tlsFragment;

  Candidate(Session session) {
    this(session.facts(), session.findings(), legacy(session.listen()));
  }

  /// A session that is none.
  ///
  /// @param listen of the inbound; null where it has none
  static Candidate supposed(Session.Facts facts, @Nullable ListenOptions listen) {
    return new Candidate(facts, Session.Findings.NONE, legacy(listen));
  }

  private static LegacyInboundOptions legacy(@Nullable ListenOptions listen) {
    return listen == null ? LegacyInboundOptions.NONE : listen.legacy();
  }

  private Candidate(Session.Facts facts, Session.Findings findings, LegacyInboundOptions legacy) {
    this.facts = facts;
    this.legacy = legacy;
    this.findings = findings;
    this.destination = facts.destination();
    this.domain = domainOf(findings, destination);
  }

  Session.Facts facts() {
    return facts;
  }

  LegacyInboundOptions legacy() {
    return legacy;
  }

  /// Protocol, domain and client, as they were sniffed.
  Session.Findings findings() {
    return findings;
  }

  /// Where the session goes, as far as rules changed it.
  Destination destination() {
    return destination;
  }

  /// The sniffed or mapped domain, else the name of the destination: in lower case, without the dot
  /// that makes it absolute. Null for a bare address.
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

  @Nullable Duration udpTimeout() {
    return udpTimeout;
  }

  @Nullable TlsFragmentOptions tlsFragment() {
    return tlsFragment;
  }

  void found(Session.Findings more) {
    findings = more;
    domain = domainOf(findings, destination);
  }

  /// Resolved addresses are those of the destination before: they go.
  void redirect(Destination other) {
    destination = other;
    resolved = List.of();
    domain = domainOf(findings, destination);
  }

  void resolvedTo(List<InetAddress> addresses) {
    resolved = List.copyOf(addresses);
  }

  /// Inventory RA-2.
  void change(RouteChanges changes) {
    if (changes.equals(RouteChanges.NONE)) {
      return;
    }
    String address = changes.overrideAddress();
    if (address != null) {
      redirect(Destination.of(address, destination.port()));
    }
    if (changes.overridePort() > 0) {
      destination = destination.withPort(changes.overridePort());
    }
    socket =
        new SocketOverrides(
            socket.udpConnect() || changes.udpConnect(),
            socket.udpDisableDomainUnmapping() || changes.udpDisableDomainUnmapping(),
            orElse(changes.networkStrategy(), socket.networkStrategy()),
            orElse(changes.fallbackDelay(), socket.fallbackDelay()));
    udpTimeout = orElse(changes.udpTimeout(), udpTimeout);
    TlsFragmentOptions more = changes.tlsFragment();
    if (more != null) {
      tlsFragment = tlsFragment == null ? more : tlsFragment.and(more);
    }
  }

  /// As `route-options` with this one field.
  void disableDomainUnmapping() {
    socket =
        new SocketOverrides(
            socket.udpConnect(), true, socket.networkStrategy(), socket.fallbackDelay());
  }

  /// What an outbound is asked for.
  DialRequest request(@Nullable Session session, Reach reach) {
    return new DialRequest(destination, resolved, socket, session, reach);
  }

  private static <T> @Nullable T orElse(@Nullable T value, @Nullable T absent) {
    return value == null ? absent : value;
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
