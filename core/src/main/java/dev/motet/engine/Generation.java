package dev.motet.engine;

import dev.motet.core.Component;
import dev.motet.core.Endpoint;
import dev.motet.core.Group;
import dev.motet.core.Inbound;
import dev.motet.core.Outbound;
import dev.motet.core.Service;
import dev.motet.dns.Member;
import dev.motet.dns.Servers;
import dev.motet.dns.server.DnsServer;
import dev.motet.engine.Recipe.Placed;
import dev.motet.option.CertificateOptions;
import dev.motet.option.Listening;
import dev.motet.route.Snapshot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The components of one configuration, each held until [#release()]. Belongs to the engine's lock.
final class Generation {
  private final Config config;
  private final Gate gate;
  private final SequencedMap<String, Placed<Outbound>> outbounds;
  private final Component<Outbound> fallback;
  private final SequencedMap<String, Placed<DnsServer>> dnsServers;
  private final Placed<DnsServer> lastDns;
  private final SequencedMap<String, Placed<Inbound>> inbounds;
  private final SequencedMap<String, Placed<Service>> services;
  private final Set<Component<?>> fresh;

  Generation(Assembly made, Component<Outbound> fallback, Placed<DnsServer> lastDns) {
    this.config = made.config();
    this.gate = made.gate();
    this.outbounds = Collections.unmodifiableSequencedMap(made.outbounds());
    this.fallback = fallback;
    this.dnsServers = Collections.unmodifiableSequencedMap(made.dnsServers());
    this.lastDns = lastDns;
    this.inbounds = made.inbounds();
    this.services = Collections.unmodifiableSequencedMap(made.services());
    this.fresh = Set.copyOf(made.fresh());
  }

  Gate gate() {
    return gate;
  }

  /// Endpoints among them; each after those that it depends on.
  SequencedMap<String, Placed<Outbound>> outbounds() {
    return outbounds;
  }

  /// The default one without a tag.
  Outbound outbound(@Nullable String tag) throws IOException {
    if (tag == null) {
      return fallback.instance();
    }
    Placed<Outbound> placed = outbounds.get(tag);
    if (placed == null) {
      throw new IOException(
          "outbound \""
              + tag
              + "\" not found (known: "
              + String.join(", ", outbounds.keySet())
              + ")");
    }
    return placed.instance();
  }

  SequencedMap<String, Placed<DnsServer>> dnsServers() {
    return dnsServers;
  }

  SequencedMap<String, Placed<Inbound>> inbounds() {
    return inbounds;
  }

  SequencedMap<String, Placed<Service>> services() {
    return services;
  }

  /// As the log names them.
  List<String> names() {
    return all().map(placed -> placed.component().toString()).toList();
  }

  /// In file order.
  List<GroupInfo> groups() {
    List<GroupInfo> groups = new ArrayList<>();
    for (Entry<?, ? extends Outbound> entry : config.outbounds()) {
      Placed<Outbound> placed = outbounds.get(entry.tag());
      if (placed != null && placed.instance() instanceof Group group) {
        groups.add(GroupInfo.of(placed.recipe().type(), placed.tag(), group));
      }
    }
    return groups;
  }

  /// @throws IllegalArgumentException when no group has this tag
  Group group(String tag) {
    Placed<Outbound> placed = outbounds.get(tag);
    if (placed != null && placed.instance() instanceof Group group) {
      return group;
    }
    List<String> known = groups().stream().map(GroupInfo::tag).toList();
    throw new IllegalArgumentException(
        "no group \"" + tag + "\" (known: " + String.join(", ", known) + ")");
  }

  /// @throws IllegalArgumentException when no proxy for clients of this machine has the tag
  String typeOfProxy(String inbound) {
    Placed<Inbound> placed = inbounds.get(inbound);
    String type = placed == null ? "" : placed.recipe().type();
    if (!List.of("socks", "http", "mixed").contains(type)) {
      throw new IllegalArgumentException(
          "inbound \"" + inbound + "\" is no proxy (expected: one of type http, mixed or socks)");
    }
    return type;
  }

  void networkChanged() {
    all().forEach(placed -> placed.instance().networkChanged());
  }

  private Stream<Placed<?>> all() {
    return Stream.of(inbounds, outbounds, dnsServers, services)
        .flatMap(placed -> placed.values().stream());
  }

  /// All of its components, as what belongs to their tags knows them.
  Set<Inheritance.Owner> owners() {
    return all().map(Placed::owner).collect(Collectors.toSet());
  }

  /// Whether the component was made for this configuration, not kept from the one before.
  boolean isFresh(Placed<?> placed) {
    return fresh.contains(placed.component());
  }

  boolean has(Placed<Inbound> inbound) {
    Placed<Inbound> mine = inbounds.get(inbound.tag());
    return mine != null && mine.component() == inbound.component();
  }

  /// Puts another instance of an inbound in the place of one that was stopped.
  void replace(Placed<Inbound> inbound) {
    inbounds.put(inbound.tag(), inbound);
  }

  Snapshot snapshot(long number) {
    Map<String, Component<? extends Outbound>> ways = new HashMap<>();
    outbounds.forEach((tag, placed) -> ways.put(tag, placed.component()));
    Map<String, Component<? extends Inbound>> targets = new HashMap<>();
    Map<String, Listening> listening = new HashMap<>();
    inbounds.forEach((tag, placed) -> {
      targets.put(tag, placed.component());
      if (placed.recipe().options() instanceof Listening options) {
        listening.put(tag, options);
      }
    });
    return new Snapshot(number, config.route(), ways, fallback, targets, listening);
  }

  CertificateOptions certificate() {
    return config.certificate();
  }

  Servers servers() {
    Map<String, Member> byTag = new HashMap<>();
    dnsServers.forEach((tag, placed) -> byTag.put(tag, new Member(placed.component())));
    for (DnsEntry server : config.dnsServers()) {
      Placed<DnsServer> placed = dnsServers.get(server.tag());
      if (placed != null) {
        byTag.put(
            server.tag(), new Member(placed.component(), server.strategy(), server.clientSubnet()));
      }
    }
    Member last = byTag.getOrDefault(lastDns.tag(), new Member(lastDns.component()));
    return new Servers(byTag, last, config.dns(), config.route().defaultDomainResolver());
  }

  /// Lookups under way end at once.
  void closeDnsServers() {
    dnsServers.values().forEach(placed -> placed.instance().close());
  }

  /// In file order.
  Map<String, InetSocketAddress> listening() {
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    inbounds.forEach((tag, placed) -> {
      InetSocketAddress at = placed.env().listening();
      if (at != null) {
        addresses.put(tag, at);
      }
    });
    return Collections.unmodifiableMap(addresses);
  }

  void stopAccepting() {
    inbounds.values().forEach(placed -> placed.instance().stopAccepting());
    for (Placed<Outbound> placed : outbounds.values()) {
      if (placed.instance() instanceof Endpoint endpoint) {
        endpoint.stopAccepting();
      }
    }
  }

  /// Lets go of everything in the order of inventory TOP-11; what no session uses closes.
  void release() {
    release(services.sequencedValues());
    release(inbounds.sequencedValues());
    release(outbounds.sequencedValues());
    release(dnsServers.sequencedValues());
  }

  static void release(SequencedCollection<? extends Placed<?>> placed) {
    placed.reversed().forEach(p -> p.component().release());
  }
}
