package dev.motet.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The conditions of [RandomRules]: which ones a rule has, and their values.
final class RandomConditions {
  /// Names and addresses of the destination: alternatives to each other.
  private static final List<String> DESTINATION =
      List.of("domain", "domain", "domain_suffix", "domain_keyword", "domain_regex", "ip_cidr");

  private static final List<String> HEADLESS =
      List.of(
          "network",
          "domain",
          "domain",
          "domain_suffix",
          "domain_suffix",
          "domain_keyword",
          "domain_regex",
          "ip_cidr",
          "ip_cidr",
          "port",
          "port",
          "port_range",
          "source_ip_cidr",
          "source_port",
          "source_port_range");

  private static final List<String> ROUTE = route();

  /// Conditions that are no alternative to any other one.
  private static final Set<String> OWN =
      Set.of("network", "inbound", "auth_user", "protocol", "ip_version");

  private final RandomRules random;
  private final boolean alike;

  /// @param alike without references to rule-sets about which sing-box has a mind of its own
  RandomConditions(RandomRules random, boolean alike) {
    this.random = random;
    this.alike = alike;
  }

  private static List<String> route() {
    List<String> names = new ArrayList<>(HEADLESS);
    names.addAll(
        List.of(
            "inbound",
            "inbound",
            "auth_user",
            "protocol",
            "ip_version",
            "ip_is_private",
            "source_ip_is_private",
            "rule_set",
            "rule_set",
            "rule_set"));
    return List.copyOf(names);
  }

  /// Those of a rule of the section `route`.
  String ofRoute(int count) {
    Map<String, String> conditions = some(ROUTE, count);
    if (conditions.containsKey("rule_set")) {
      if (alike) {
        refer(conditions);
      } else if (random.chance(20)) {
        conditions.put("rule_set_ip_cidr_match_source", "true");
      }
    }
    return written(conditions);
  }

  /// Those of a rule of a rule-set.
  String headless(int count) {
    return written(some(HEADLESS, count));
  }

  /// Those of a rule of a rule-set that are alternatives to each other.
  String destinations(int count) {
    return written(some(DESTINATION, count));
  }

  /// The sets differ in what may stand beside a reference to them: see [RandomRules#ruleSets].
  private void refer(Map<String, String> conditions) {
    switch (random.below(3)) {
      case 0 -> conditions.put("rule_set", texts(RandomRules.SETS_OF_DESTINATIONS));
      case 1 -> {
        conditions.put("rule_set", "\"" + RandomRules.SET_OF_ONE + "\"");
        if (random.chance(30)) {
          conditions.put("rule_set_ip_cidr_match_source", "true");
        }
      }
      default -> {
        conditions.keySet().retainAll(OWN);
        conditions.put("rule_set", "\"" + RandomRules.SET_OF_LOGIC + "\"");
      }
    }
  }

  private Map<String, String> some(List<String> names, int count) {
    Map<String, String> conditions = new LinkedHashMap<>();
    while (conditions.size() < count) {
      String name = random.of(names);
      conditions.put(name, value(name));
    }
    return conditions;
  }

  private static String written(Map<String, String> conditions) {
    return conditions.entrySet().stream()
        .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
        .collect(Collectors.joining(","));
  }

  private String value(String name) {
    return switch (name) {
      case "inbound" -> texts(RandomRules.INBOUNDS);
      case "auth_user" -> texts(RandomRules.USERS);
      case "protocol" -> texts(RandomRules.PROTOCOLS);
      case "network" -> texts(List.of("tcp", "udp"));
      case "ip_version" -> random.chance(50) ? "4" : "6";
      case "ip_is_private", "source_ip_is_private" -> "true";
      case "domain" -> texts(RandomRules.DOMAINS);
      case "domain_suffix" ->
          texts(List.of("test", ".test", "a.test", ".a.test", "example", "b.test", "www.a.test"));
      case "domain_keyword" -> texts(List.of("www", "a.t", "exam", "deep", "zzz"));
      case "domain_regex" -> texts(List.of("^www[.]", "^[ab][.]test$", "e+p", "[.]example$"));
      case "ip_cidr" ->
          texts(
              List.of(
                  "1.1.0.0/16",
                  "1.1.1.1",
                  "10.0.0.0/24",
                  "2001:db8::/48",
                  "0.0.0.0/0",
                  "127.0.0.0/30"));
      case "source_ip_cidr" -> texts(List.of("127.0.0.0/30", "127.0.0.9", "::1"));
      case "port" -> numbers(RandomRules.PORTS);
      case "port_range" -> texts(List.of(":100", "81:443", "5000:", "1:2"));
      case "source_port" -> numbers(RandomRules.SOURCE_PORTS);
      case "source_port_range" -> texts(List.of("1024:", ":1023", ":"));
      case "rule_set" -> texts(List.of("s0", "s1", "s2"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private String numbers(List<Integer> values) {
    return list(values.stream().map(String::valueOf).toList());
  }

  private String texts(List<String> values) {
    return list(values.stream().map(text -> "\"" + text + "\"").toList());
  }

  private String list(List<String> values) {
    if (random.chance(60)) {
      return random.of(values);
    }
    return "[" + random.of(values) + "," + random.of(values) + "]";
  }
}
