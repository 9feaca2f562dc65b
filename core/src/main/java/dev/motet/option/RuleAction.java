package dev.motet.option;

import dev.motet.io.IpPrefix;
import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a rule does with a session it matches (inventory 12.3).
public sealed interface RuleAction {
  /// Changes it and sends it to an outbound.
  ///
  /// @param outbound its tag; `""` or an unknown one ends the session with an error
  record Route(String outbound, RouteChanges changes) implements RuleAction {}

  /// Changes it; later rules decide.
  record RouteOptions(RouteChanges changes) implements RuleAction {}

  /// Does nothing, as in sing-box; later rules decide.
  record Direct() implements RuleAction {}

  /// Refuses it.
  ///
  /// @param noDrop refuse also those that come too often, instead of dropping them
  record Reject(Method method, boolean noDrop) implements RuleAction {}

  /// Answers its DNS queries.
  record HijackDns() implements RuleAction {}

  /// Looks at its first bytes; later rules decide.
  ///
  /// @param sniffers empty for all
  /// @param timeout null for the default; less than zero does not wait
  record Sniff(List<Sniffer> sniffers, @Nullable Duration timeout) implements RuleAction {}

  /// Looks the name of its destination up; later rules decide.
  ///
  /// @param server tag of a DNS server; null lets the DNS rules decide
  /// @param rewriteTtl, clientSubnet as in a DNS query; null when absent
  record Resolve(
      @Nullable String server,
      DomainStrategy strategy,
      boolean disableCache,
      @Nullable Long rewriteTtl,
      @Nullable IpPrefix clientSubnet)
      implements RuleAction {
    public static final Resolve DEFAULT =
        new Resolve(null, DomainStrategy.AS_IS, false, null, null);

    public Resolve withStrategy(DomainStrategy other) {
      return new Resolve(server, other, disableCache, rewriteTtl, clientSubnet);
    }
  }

  /// How a session is refused.
  enum Method {
    /// With an answer.
    DEFAULT,
    /// Without one.
    DROP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  String SNIFFERS =
      "one of "
          + Arrays.stream(Sniffer.values())
              .map(Sniffer::toString)
              .collect(Collectors.joining(", "));

  /// Null when a problem was noted.
  ///
  /// @param nested in a sub-rule, where the action is checked and means nothing
  static @Nullable RuleAction decode(Fields f, boolean nested) {
    Map<String, Fields.Decoder<RuleAction>> actions = new LinkedHashMap<>();
    actions.put("route", rule -> route(rule, nested));
    actions.put("route-options", RuleAction::routeOptions);
    actions.put("reject", RuleAction::reject);
    actions.put("hijack-dns", _ -> new HijackDns());
    actions.put("sniff", RuleAction::sniff);
    actions.put("resolve", RuleAction::resolve);
    actions.put("direct", RuleAction::direct);
    return f.variant("action", "route", actions, List.of());
  }

  private static RuleAction route(Fields f, boolean nested) {
    String outbound = f.reference("outbound", Reference.Kind.OUTBOUND, false);
    if (outbound == null && !nested) {
      f.warn("", "a rule without outbound: what it matches is closed");
    }
    return new Route(outbound == null ? "" : outbound, RouteChanges.decode(f));
  }

  private static RuleAction routeOptions(Fields f) {
    f.unknownIsWarned();
    return new RouteOptions(RouteChanges.decodeAlone(f));
  }

  private static RuleAction direct(Fields f) {
    f.unknownIsWarned();
    DialOptions.decode(f);
    if (f.has("detour")) {
      f.invalid("detour", "detour is not available in the current context (action \"direct\")");
    }
    f.warn("action", "\"direct\" does nothing, as in sing-box: the next rules decide");
    return new Direct();
  }

  private static RuleAction reject(Fields f) {
    f.unknownIsWarned();
    Method method = f.choice("method", Method.class, Method.DEFAULT);
    boolean noDrop = f.bool("no_drop", false);
    if (noDrop && method == Method.DROP) {
      f.invalid("no_drop", "no_drop is not available in current context (method \"drop\")");
    }
    return new Reject(method, noDrop);
  }

  private static RuleAction sniff(Fields f) {
    Duration timeout = f.optionalDuration("timeout");
    return new Sniff(
        f.parsedList("sniffer", SNIFFERS, Sniffer::of),
        timeout == null || timeout.isZero() ? null : timeout);
  }

  private static RuleAction resolve(Fields f) {
    long rewriteTtl = f.integer("rewrite_ttl", 0, 0xffff_ffffL, 0);
    return new Resolve(
        f.reference("server", Reference.Kind.DNS_SERVER, false),
        f.choice("strategy", DomainStrategy.class, DomainStrategy.AS_IS),
        f.bool("disable_cache", false),
        f.has("rewrite_ttl") ? (Long) rewriteTtl : null,
        f.parsed("client_subnet", "an IP address or a prefix", IpPrefix::parseLenient));
  }
}
