import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Configurations with long lists of rules, as people have them: mostly names, then networks, some
/// ports. A connection to [#NAME] matches the last rule only.
final class RuleLists {
  /// How many rules are compared; the first one is what the others are measured against.
  static final List<Integer> SIZES = List.of(0, 100, 10_000);

  /// What clients ask for.
  static final String NAME = "www.echo.bench.example";

  private static final int OUTBOUNDS = 8;

  private RuleLists() {}

  /// The first rule finds the address, so that those on networks have something to look at.
  static String configuration(int port, int rules) {
    String list =
        IntStream.range(0, rules)
            .mapToObj(i -> i == rules - 1 ? "{\"ip_cidr\":\"127.0.0.0/8\"," + way(i) : rule(i))
            .map(rule -> ",\n   " + rule)
            .collect(Collectors.joining());
    String outbounds =
        IntStream.range(0, OUTBOUNDS)
            .mapToObj(i -> "{\"type\": \"direct\", \"tag\": \"way-" + i + "\"}")
            .collect(Collectors.joining(", "));
    return """
    {"log": {"level": "error"},
     "dns": {"servers": [{"type": "hosts", "predefined": {"%s": "127.0.0.1"}}]},
     "inbounds": [{"type": "socks", "listen": "127.0.0.1", "listen_port": %d}],
     "outbounds": [%s],
     "route": {"rules": [
       {"action": "resolve"}%s]}}
    """
        .formatted(NAME, port, outbounds, list);
  }

  private static String rule(int i) {
    return switch (i % 10) {
      case 2, 5, 8 ->
          "{\"ip_cidr\":[\"%d.%d.%d.0/24\",\"2001:db8:%x::/48\"],%s"
              .formatted(11 + i / 65_536, i / 256 % 256, i % 256, i, way(i));
      case 9 -> "{\"port\":[%d,%d],%s".formatted(1 + i % 1000, 2000 + i % 1000, way(i));
      default ->
          "{\"domain_suffix\":[\"site-%1$d.example\",\"static-%1$d.example.net\"],%2$s"
              .formatted(i, way(i));
    };
  }

  private static String way(int i) {
    return "\"outbound\":\"way-" + i % OUTBOUNDS + "\"}";
  }
}
