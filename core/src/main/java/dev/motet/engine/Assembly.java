package dev.motet.engine;

import dev.motet.core.Component;
import dev.motet.core.Endpoint;
import dev.motet.core.Inbound;
import dev.motet.core.Lifecycle;
import dev.motet.core.Outbound;
import dev.motet.core.Service;
import dev.motet.dial.Dialers;
import dev.motet.dns.server.DnsServer;
import dev.motet.dns.server.LocalServer;
import dev.motet.engine.Recipe.Placed;
import dev.motet.option.DialOptions;
import dev.motet.option.NtpOptions;
import dev.motet.service.ntp.NtpService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the components that a configuration names, or keeps those of the configuration before that
/// would come out the same. Starts nothing; used once.
final class Assembly {
  private static final String DIRECT = "direct";
  private static final String LOCAL = "local";

  private final Instance instance;
  private final Config config;
  private final @Nullable Generation before;
  private final Gate gate = new Gate();
  private final Set<Component<?>> fresh = new HashSet<>();
  private final List<Component<?>> held = new ArrayList<>();
  private final SequencedMap<String, Placed<Outbound>> outbounds = new LinkedHashMap<>();
  private final SequencedMap<String, Placed<DnsServer>> dnsServers = new LinkedHashMap<>();
  private final SequencedMap<String, Placed<Inbound>> inbounds = new LinkedHashMap<>();
  private final SequencedMap<String, Placed<Service>> services = new LinkedHashMap<>();

  Assembly(Instance instance, Config config, @Nullable Generation before) {
    this.instance = instance;
    this.config = config;
    this.before = before;
  }

  /// @throws IOException with the place in front: `initialize outbound[2]: …`; nothing is left then
  Generation build() throws IOException {
    boolean complete = false;
    try {
      Placed<Outbound> fallback = makeOutbounds();
      Placed<DnsServer> lastDns = makeDnsServers(fallback);
      makeInbounds();
      makeServices();
      complete = true;
      return new Generation(this, fallback.component(), lastDns);
    } finally {
      if (!complete) {
        held.reversed().forEach(Component::release);
      }
    }
  }

  private Placed<Outbound> makeOutbounds() throws IOException {
    Map<String, Recipe<Outbound>> recipes = new LinkedHashMap<>();
    for (Entry<?, ? extends Endpoint> e : config.endpoints()) {
      recipes.put(e.tag(), recipe("endpoint", e, e::create));
    }
    for (Entry<?, ? extends Outbound> e : config.outbounds()) {
      recipes.put(e.tag(), recipe("outbound", e, e::create));
    }
    if (config.outbounds().isEmpty() && !recipes.containsKey(DIRECT)) {
      recipes.put(DIRECT, implicitDirect());
    }
    for (Recipe<Outbound> recipe : recipes.values()) {
      makeOutbound(recipe, recipes, new LinkedHashSet<>());
    }
    return fallback();
  }

  /// Makes what it depends on first.
  private void makeOutbound(
      Recipe<Outbound> recipe, Map<String, Recipe<Outbound>> recipes, SequencedSet<String> path)
      throws IOException {
    String tag = recipe.tag();
    if (outbounds.containsKey(tag)) {
      return;
    }
    if (!path.add(tag)) {
      throw new IOException(
          "circular outbound dependency: " + String.join(" -> ", path) + " -> " + tag);
    }
    for (String wanted : recipe.outbounds()) {
      Recipe<Outbound> needed = recipes.get(wanted);
      if (needed == null) {
        throw new IOException("dependency[" + wanted + "] not found for outbound[" + tag + "]");
      }
      makeOutbound(needed, recipes, path);
    }
    path.remove(tag);
    place(recipe, outbounds, before == null ? Map.of() : before.outbounds());
  }

  /// Inventory TOP-12.
  private Placed<Outbound> fallback() throws IOException {
    String named = config.route().finalOutbound();
    String tag =
        named != null
            ? named
            : config.outbounds().isEmpty() ? DIRECT : config.outbounds().getFirst().tag();
    Placed<Outbound> placed = outbounds.get(tag);
    if (placed == null) {
      throw new IOException("default outbound not found: " + tag);
    }
    return placed;
  }

  private Placed<DnsServer> makeDnsServers(Placed<Outbound> fallback) throws IOException {
    Map<String, Recipe<DnsServer>> recipes = new LinkedHashMap<>();
    for (DnsEntry server : config.dnsServers()) {
      Entry<?, ? extends DnsServer> e = server.throughDefault(fallback.tag()).entry();
      recipes.put(server.tag(), recipe("dns", e, e::create));
    }
    // those that only rules name are no choice for everything else (inventory MS-4)
    List<String> usual =
        config.dnsServers().stream().filter(s -> !s.isRcode()).map(DnsEntry::tag).toList();
    if (usual.isEmpty()) {
      recipes.put(LOCAL, implicitLocal());
    }
    for (Recipe<DnsServer> recipe : recipes.values()) {
      place(recipe, dnsServers, before == null ? Map.of() : before.dnsServers());
    }
    String named = config.dns().finalServer();
    String tag = named != null ? named : usual.isEmpty() ? LOCAL : usual.getFirst();
    Placed<DnsServer> last = dnsServers.get(tag);
    if (last == null) {
      throw new IOException("default DNS server not found: " + tag);
    }
    return last;
  }

  private void makeInbounds() throws IOException {
    for (Entry<?, ? extends Inbound> e : config.inbounds()) {
      Recipe<Inbound> recipe = recipe("inbound", e, e::create);
      place(recipe, inbounds, before == null ? Map.of() : before.inbounds());
    }
  }

  private void makeServices() throws IOException {
    for (Entry<?, ? extends Service> e : config.services()) {
      Recipe<Service> recipe = recipe("service", e, e::create);
      place(recipe, services, before == null ? Map.of() : before.services());
    }
    NtpOptions ntp = config.ntp();
    if (ntp != null && ntp.enabled()) {
      place(recipe(ntp), services, before == null ? Map.of() : before.services());
    }
  }

  private <C extends Lifecycle> void place(
      Recipe<C> recipe, Map<String, Placed<C>> into, Map<String, Placed<C>> earlier)
      throws IOException {
    Placed<C> placed = kept(recipe, earlier.get(recipe.tag()));
    if (placed == null) {
      placed = made(recipe, into.size());
      fresh.add(placed.component());
    }
    held.add(placed.component());
    into.put(recipe.tag(), placed);
  }

  private <C extends Lifecycle> Placed<C> made(Recipe<C> recipe, int index) throws IOException {
    try {
      return recipe.place(instance, gate, outbounds);
    } catch (IOException e) {
      throw new IOException(
          "initialize " + recipe.slot() + "[" + index + "]: " + e.getMessage(), e);
    }
  }

  private <C extends Lifecycle> @Nullable Placed<C> kept(
      Recipe<C> recipe, @Nullable Placed<C> old) {
    if (old == null || !old.recipe().makesTheSameAs(recipe)) {
      return null;
    }
    boolean same = recipe.outbounds().stream().allMatch(this::isKept);
    return same && old.component().hold() ? old : null;
  }

  private boolean isKept(String outbound) {
    Placed<Outbound> placed = outbounds.get(outbound);
    return placed != null && !fresh.contains(placed.component());
  }

  private static <C extends Lifecycle> Recipe<C> recipe(
      String slot, Entry<?, ? extends C> entry, Recipe.Maker<C> maker) {
    return new Recipe<>(
        slot, entry.type().name(), entry.tag(), entry.options(), entry.outbounds(), maker);
  }

  private static Recipe<DnsServer> implicitLocal() {
    return new Recipe<>("dns", LOCAL, LOCAL, LOCAL, List.of(), LocalServer::implicit);
  }

  private Recipe<Service> recipe(NtpOptions ntp) {
    String detour = ntp.dial().detour();
    return new Recipe<>(
        "service",
        "ntp",
        "(ntp)",
        ntp,
        detour == null ? List.of() : List.of(detour),
        env -> new NtpService(env, ntp, instance.clock()));
  }

  private static Recipe<Outbound> implicitDirect() {
    return new Recipe<>(
        "outbound",
        DIRECT,
        DIRECT,
        DialOptions.DIRECT,
        List.of(),
        env -> new ImplicitDirect(Dialers.of(env, DialOptions.DIRECT)));
  }

  Config config() {
    return config;
  }

  Gate gate() {
    return gate;
  }

  Set<Component<?>> fresh() {
    return fresh;
  }

  SequencedMap<String, Placed<Outbound>> outbounds() {
    return outbounds;
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
}
