package dev.motet.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Random rules and rule-sets as JSON text, over so few names and addresses that they often match.
/// The same seed gives the same rules.
public final class RandomRules {
  public static final List<String> INBOUNDS = List.of("in0", "in1", "in2");
  public static final List<String> USERS = List.of("joe", "ann");
  public static final List<String> PROTOCOLS = List.of("http", "tls", "dns", "quic", "stun");
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

  /// Tags of DNS servers.
  public static final List<String> SERVERS = List.of("h0", "h1");

  /// What a resolver knows; the first of [#SERVERS].
  public static final Map<String, List<String>> HOSTS = hosts();

  private static final List<String> STRATEGIES =
      List.of("ipv4_only", "ipv6_only", "prefer_ipv4", "prefer_ipv6");

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

  /// Ports of clients.
  public static final List<Integer> SOURCE_PORTS = List.of(50_000, 50_001);

  public static final List<Integer> PORTS = List.of(80, 81, 443, 5000);

  /// Names that a request says in its first bytes.
  public static final List<String> SNIFFED = List.of("www.a.test", "b.test", "s.example");

  static final List<String> SETS_OF_DESTINATIONS = List.of("s0", "s1");
  static final String SET_OF_ONE = "s2";
  static final String SET_OF_LOGIC = "s3";

  private final Random random;
  private final boolean alike;
  private final RandomConditions conditions;

  public RandomRules(long seed) {
    this(seed, false);
  }

  private RandomRules(long seed, boolean alike) {
    this.random = new Random(seed);
    this.alike = alike;
    this.conditions = new RandomConditions(this, alike);
  }

  /// Rules that Motet and sing-box judge alike: without the references to rule-sets that
  /// `docs/routing.md` calls different. They also name [#SERVERS].
  public static RandomRules alike(long seed) {
    return new RandomRules(seed, true);
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
    if (alike && chance(35)) {
      rules.add("{\"action\":\"sniff\"}");
    }
    for (int i = 1 + random.nextInt(most); i > 0; i--) {
      rules.add(rule());
    }
    return "[" + String.join(",\n ", rules) + "]";
  }

  /// The sets `s0`, `s1`, `s2`; where peers must judge alike the sets to which that limits
  /// references (inventory QK-3: in sing-box, what one rule of a set finds leaks into the next).
  public String ruleSets() {
    List<String> sets = new ArrayList<>();
    if (!alike) {
      for (String tag : List.of("s0", "s1", "s2")) {
        sets.add(set(tag, 1 + random.nextInt(3), () -> headless(2)));
      }
    } else {
      // with one group of alternatives a rule that fails has found nothing
      for (String tag : SETS_OF_DESTINATIONS) {
        sets.add(
            set(
                tag,
                1 + random.nextInt(3),
                () -> "{" + conditions.destinations(1 + random.nextInt(2)) + "}"));
      }
      // a rule alone has no next one
      sets.add(set(SET_OF_ONE, 1, () -> "{" + conditions.headless(1 + random.nextInt(3)) + "}"));
      // these forget what the referring rule found: it must not need it
      sets.add(
          set(
              SET_OF_LOGIC,
              1,
              () ->
                  chance(30)
                      ? "{" + conditions.headless(1 + random.nextInt(2)) + ",\"invert\":true}"
                      : "{" + logical(() -> headless(1), 2) + invert(20) + "}"));
    }
    return "[" + String.join(",\n ", sets) + "]";
  }

  private static String set(String tag, int count, Supplier<String> rule) {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(rule.get());
    }
    return "{\"type\":\"inline\",\"tag\":\""
        + tag
        + "\",\"rules\":["
        + String.join(",", rules)
        + "]}";
  }

  private String rule() {
    String action = action();
    if (chance(15)) {
      return "{" + logical(() -> conditionsOrAny(1), 2) + invert(12) + "," + action + "}";
    }
    return "{" + conditions.ofRoute(1 + random.nextInt(3)) + invert(12) + "," + action + "}";
  }

  private String action() {
    int dice = random.nextInt(100);
    if (dice < 8) {
      return "\"action\":\"sniff\"" + (chance(30) ? ",\"sniffer\":[\"http\"]" : "");
    }
    if (dice < 17) {
      return "\"action\":\"resolve\""
          + (alike && chance(40) ? ",\"server\":\"" + of(SERVERS) + "\"" : "")
          + (chance(30) ? ",\"strategy\":\"" + of(STRATEGIES) + "\"" : "");
    }
    if (dice < 29) {
      return "\"action\":\"route-options\"," + changes();
    }
    if (dice < 37) {
      return "\"action\":\"reject\"" + (chance(30) ? ",\"method\":\"drop\"" : "");
    }
    return "\"outbound\":\"" + of(OUTBOUNDS) + "\"" + (chance(15) ? "," + changes() : "");
  }

  private String changes() {
    String address = "\"override_address\":\"" + of(chance(50) ? DOMAINS : ADDRESSES) + "\"";
    String port = "\"override_port\":" + of(PORTS);
    return switch (random.nextInt(4)) {
      case 0 -> address;
      case 1 -> port;
      case 2 -> "\"udp_disable_domain_unmapping\":true";
      default -> address + "," + port;
    };
  }

  private String headless(int depth) {
    return depth > 0 && chance(20)
        ? "{" + logical(() -> headless(depth - 1), depth) + invert(12) + "}"
        : "{" + conditions.headless(1 + random.nextInt(2)) + invert(12) + "}";
  }

  private String conditionsOrAny(int depth) {
    return depth > 0 && chance(15)
        ? "{" + logical(() -> conditionsOrAny(depth - 1), 1) + invert(15) + "}"
        : "{" + conditions.ofRoute(1 + random.nextInt(2)) + invert(15) + "}";
  }

  private String invert(int percent) {
    return chance(percent) ? ",\"invert\":true" : "";
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
}
