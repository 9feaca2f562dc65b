package dev.motet.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Random rules and rule-sets as JSON text, over so few names and addresses that they often match.
/// The same seed gives the same rules.
public final class RandomRules {
  public static final List<String> INBOUNDS = List.of("in0", "in1", "in2");
  public static final List<String> USERS = List.of("joe", "ann");
  public static final List<String> OUTBOUNDS = List.of("o0", "o1", "o2", "o3", "o4");

  /// Names of destinations; the first ones have addresses ([#HOSTS]).
  public static final List<String> DOMAINS =
      List.of(
          "a.test",
          "www.a.test",
          "b.test",
          "x.b.test",
          "deep.www.a.test",
          "c.example",
          "d.example");

  /// What a resolver knows.
  public static final Map<String, List<String>> HOSTS = hosts();

  public static final List<String> ADDRESSES =
      List.of(
          "1.1.1.1",
          "1.1.2.2",
          "10.0.0.1",
          "10.0.1.1",
          "192.168.7.7",
          "8.8.8.8",
          "2001:db8::1",
          "2001:db8:1::1",
          "fd00::1");

  public static final List<Integer> PORTS = List.of(80, 81, 443, 5000);

  /// Names that a request says in its first bytes.
  public static final List<String> SNIFFED = List.of("www.a.test", "b.test", "s.example");

  private final Random random;

  public RandomRules(long seed) {
    this.random = new Random(seed);
  }

  private static Map<String, List<String>> hosts() {
    Map<String, List<String>> hosts = new LinkedHashMap<>();
    hosts.put("a.test", List.of("10.0.0.1"));
    hosts.put("www.a.test", List.of("1.1.1.1", "2001:db8::1"));
    hosts.put("b.test", List.of("8.8.8.8", "192.168.7.7"));
    hosts.put("x.b.test", List.of("2001:db8:1::1"));
    hosts.put("c.example", List.of("1.1.2.2"));
    return hosts;
  }

  /// One of several.
  public <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  public boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  /// A list of at most this many rules.
  public String rules(int most) {
    List<String> rules = new ArrayList<>();
    for (int i = 1 + random.nextInt(most); i > 0; i--) {
      rules.add(rule());
    }
    return "[" + String.join(",\n ", rules) + "]";
  }

  /// The sets `s0`, `s1`, `s2`.
  public String ruleSets() {
    List<String> sets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<String> rules = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        rules.add(headless(2));
      }
      sets.add("{\"tag\":\"s" + i + "\",\"rules\":[" + String.join(",", rules) + "]}");
    }
    return "[" + String.join(",\n ", sets) + "]";
  }

  private String rule() {
    String action = action();
    if (chance(15)) {
      return "{" + logical(() -> conditionsOrAny(true), 2) + "," + action + "}";
    }
    String conditions = conditions(true, 1 + random.nextInt(3));
    return "{" + conditions + (chance(12) ? ",\"invert\":true" : "") + "," + action + "}";
  }

  private String action() {
    int dice = random.nextInt(100);
    if (dice < 8) {
      return "\"action\":\"sniff\"" + (chance(30) ? ",\"sniffer\":[\"http\"]" : "");
    }
    if (dice < 17) {
      return "\"action\":\"resolve\""
          + (chance(30) ? ",\"strategy\":\"" + of(List.of("ipv4_only", "prefer_ipv6")) + "\"" : "");
    }
    if (dice < 29) {
      return "\"action\":\"route-options\"," + changes();
    }
    if (dice < 37) {
      return "\"action\":\"reject\"";
    }
    return "\"outbound\":\"" + of(OUTBOUNDS) + "\"" + (chance(15) ? "," + changes() : "");
  }

  private String changes() {
    String address = "\"override_address\":\"" + of(chance(50) ? DOMAINS : ADDRESSES) + "\"";
    String port = "\"override_port\":" + of(PORTS);
    return switch (random.nextInt(3)) {
      case 0 -> address;
      case 1 -> port;
      default -> address + "," + port;
    };
  }

  private String headless(int depth) {
    String invert = chance(12) ? ",\"invert\":true" : "";
    return depth > 0 && chance(20)
        ? "{" + logical(() -> headless(depth - 1), depth) + invert + "}"
        : "{" + conditions(false, 1 + random.nextInt(2)) + invert + "}";
  }

  private String conditionsOrAny(boolean route) {
    return chance(15)
        ? "{" + logical(() -> conditionsOrAny(route), 1) + "}"
        : "{"
            + conditions(route, 1 + random.nextInt(2))
            + (chance(15) ? ",\"invert\":true" : "")
            + "}";
  }

  private String logical(Supplier<String> rule, int most) {
    List<String> rules = new ArrayList<>();
    for (int i = 1 + random.nextInt(most + 1); i > 0; i--) {
      rules.add(rule.get());
    }
    return "\"type\":\"logical\",\"mode\":\""
        + of(List.of("and", "or"))
        + "\",\"rules\":["
        + String.join(",", rules)
        + "]";
  }

  private String conditions(boolean route, int count) {
    Map<String, String> conditions = new LinkedHashMap<>();
    while (conditions.size() < count) {
      String name = of(route ? ROUTE : HEADLESS);
      conditions.put(name, value(name));
    }
    if (conditions.containsKey("rule_set") && chance(20)) {
      conditions.put("rule_set_ip_cidr_match_source", "true");
    }
    return conditions.entrySet().stream()
        .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
        .collect(Collectors.joining(","));
  }

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
          "source_port_range");

  private static final List<String> ROUTE = route();

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

  private String value(String name) {
    return switch (name) {
      case "inbound" -> texts(INBOUNDS);
      case "auth_user" -> texts(USERS);
      case "protocol" -> texts(List.of("http", "tls"));
      case "network" -> texts(List.of("tcp", "udp"));
      case "ip_version" -> chance(50) ? "4" : "6";
      case "ip_is_private", "source_ip_is_private" -> "true";
      case "domain" -> texts(DOMAINS);
      case "domain_suffix" ->
          texts(List.of("test", ".test", "a.test", ".a.test", "example", "b.test", "www.a.test"));
      case "domain_keyword" -> texts(List.of("www", "a.t", "exam", "deep", "zzz"));
      case "domain_regex" -> texts(List.of("^www[.]", "^[ab][.]test$", "e+p", "[.]example$"));
      case "ip_cidr" ->
          texts(List.of("1.1.0.0/16", "1.1.1.1", "10.0.0.0/24", "2001:db8::/48", "0.0.0.0/0"));
      case "source_ip_cidr" -> texts(List.of("127.0.0.0/30", "127.0.0.9", "::1"));
      case "port" -> list(PORTS.stream().map(String::valueOf).toList());
      case "port_range" -> texts(List.of(":100", "81:443", "5000:", "1:2"));
      case "source_port_range" -> texts(List.of("1024:", ":1023", ":"));
      case "rule_set" -> texts(List.of("s0", "s1", "s2"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private String texts(List<String> values) {
    return list(values.stream().map(text -> "\"" + text + "\"").toList());
  }

  private String list(List<String> values) {
    if (chance(60)) {
      return of(values);
    }
    return "[" + of(values) + "," + of(values) + "]";
  }
}
