package dev.motet.interop;

import dev.motet.testkit.RandomRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A random configuration that Motet and sing-box get alike: inbounds of three types, an outbound
/// for each [Witness], rules and rule-sets.
///
/// @param random goes on with the questions
record RouteSetup(List<String> inbounds, String outbounds, String route, RandomRules random) {
  private static final List<String> TYPES = List.of("socks", "mixed", "http");
  private static final String LOGINS =
      ",\"users\":[{\"username\":\"joe\",\"password\":\"p\"},{\"username\":\"ann\",\"password\":\"p\"}]";

  /// What the second DNS server knows.
  private static final Map<String, List<String>> OTHER_HOSTS =
      Map.of("a.test", List.of("10.0.1.1", "fd00::1"), "d.example", List.of("8.8.8.8"));

  /// @param sourcePorts stand for those of [RandomRules]
  static RouteSetup of(long seed, List<Witness> witnesses, List<Integer> sourcePorts) {
    RandomRules random = RandomRules.alike(seed);
    List<String> inbounds = new ArrayList<>();
    for (int i = 0; i < TYPES.size(); i++) {
      inbounds.add(
          "{\"type\":\"%s\",\"tag\":\"in%d\",\"listen\":\"127.0.0.1\",\"listen_port\":%%d%s%s}"
              .formatted(TYPES.get(i), i, i == 1 ? "" : LOGINS, legacy(random)));
    }
    String route = "\"rules\":" + random.rules(12) + ",\n \"rule_set\":" + random.ruleSets();
    for (int i = 0; i < sourcePorts.size(); i++) {
      route = route.replace("" + RandomRules.SOURCE_PORTS.get(i), "" + sourcePorts.get(i));
    }
    if (random.chance(60)) {
      route += ",\n \"final\":\"" + random.of(RandomRules.OUTBOUNDS) + "\"";
    }
    return new RouteSetup(
        inbounds,
        witnesses.stream().map(Witness::outbound).collect(Collectors.joining(",\n ")),
        route,
        random);
  }

  /// Fields of inbounds that do what rules do.
  private static String legacy(RandomRules random) {
    StringBuilder fields = new StringBuilder();
    if (random.chance(12)) {
      fields.append(",\"sniff\":true");
    }
    if (random.chance(10)) {
      fields.append(",\"sniff_override_destination\":true");
    }
    if (random.chance(10)) {
      fields.append(",\"udp_disable_domain_unmapping\":true");
    }
    if (random.chance(10)) {
      fields
          .append(",\"domain_strategy\":\"")
          .append(random.of(List.of("prefer_ipv4", "prefer_ipv6", "ipv4_only", "ipv6_only")))
          .append('"');
    }
    return fields.toString();
  }

  /// @param log the value of `log`
  String configuration(String log, List<Integer> ports) {
    return """
    {"log":%s,
     "dns":{"servers":[{"type":"hosts","tag":"h0","predefined":%s},
       {"type":"hosts","tag":"h1","predefined":%s}],"independent_cache":true},
     "inbounds":[%s],
     "outbounds":[%s],
     "route":{"default_domain_resolver":"h0",
     %s}}
    """
        .formatted(
            log,
            hosts(RandomRules.HOSTS),
            hosts(OTHER_HOSTS),
            String.join(",\n ", inbounds).formatted(ports.toArray()),
            outbounds,
            route);
  }

  /// Whether sing-box sends packets elsewhere than its rules and its log say, which
  /// `docs/routing.md` calls different: to the destination before it was sniffed.
  boolean isSentElsewhere(RouteProbe probe) {
    String inbound = inbounds.get(probe.inbound());
    return probe.udp()
        && probe.says().equals("quic")
        && inbound.contains("\"sniff\":true")
        && inbound.contains("\"sniff_override_destination\":true");
  }

  /// An outcome without what `docs/routing.md` calls different: sing-box loses the port that
  /// replaces another one for packets to a name that was resolved.
  String comparable(RouteProbe probe, String outcome) {
    boolean resolves =
        route.contains("\"resolve\"")
            || inbounds.get(probe.inbound()).contains("\"domain_strategy\"");
    return probe.udp() && resolves && route.contains("\"override_port\"")
        ? outcome.replaceFirst(":[0-9]+ from ", ": from ")
        : outcome;
  }

  private static String hosts(Map<String, List<String>> hosts) {
    return hosts.entrySet().stream()
        .map(host ->
            host.getValue().stream()
                .collect(Collectors.joining("\",\"", "\"" + host.getKey() + "\":[\"", "\"]")))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
