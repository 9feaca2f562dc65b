import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kind of load, and what is read out of it. Fresh ones start a proxy for each sample.
record Case(String name, boolean udp, boolean fresh, String load, List<Figure> figures) {
  private static final double GIB = 1 << 30;

  private static final Figure PER_OPERATION =
      new Figure("CPU µs", 1, s -> s.get("cpu_s") * 1e6 / s.get("operations"), "");
  private static final Figure RATE =
      new Figure("a second", 0, s -> s.get("operations") / s.get("wall_s"), "");
  private static final Figure P50 = new Figure("p50 µs", 0, s -> s.get("p50_us"), "");
  private static final Figure P99 = new Figure("p99 µs", 0, s -> s.get("p99_us"), "");
  private static final Figure LOST =
      new Figure("lost %", 2, s -> 100 * s.get("lost") / (s.get("lost") + s.get("operations")), "");
  private static final List<Figure> BULK =
      List.of(
          perGib("≤ 1.10 of splice"),
          new Figure("GiB a second", 2, s -> s.get("bytes") / GIB / s.get("wall_s"), ""));
  private static final List<Figure> TLS_BULK = List.of(perGib("≤ 0.50 of sing-box"), BULK.get(1));

  private static Figure perGib(String target) {
    return new Figure("CPU s/GiB", 4, s -> s.get("cpu_s") * GIB / s.get("bytes"), target);
  }

  private static double withRules(Map<String, Double> sample, int rules) {
    return sample.get("cpu_s-" + rules) * 1e6 / sample.get("operations-" + rules);
  }

  private static Figure perOperation(String target) {
    return new Figure(PER_OPERATION.name(), PER_OPERATION.digits(), PER_OPERATION.of(), target);
  }

  /// What the proxy speaks with itself under this load.
  Optional<Through> through() {
    return Through.of(name);
  }

  /// Whether the load is put on each of the [RuleLists] in turn; its size ends the names of the
  /// values.
  boolean rules() {
    return name.equals("rules");
  }

  /// All, in the order of the table.
  static final List<Case> ALL =
      List.of(
          new Case("bulk-1", false, false, "bulk --conns 1", BULK),
          new Case("bulk-32", false, false, "bulk --conns 32", BULK),
          new Case(
              "connect",
              false,
              false,
              "connect --conns 64",
              List.of(perOperation("≤ 0.70 of sing-box"), RATE, P50, P99)),
          new Case(
              "ping-4",
              false,
              false,
              "ping --conns 4",
              List.of(perOperation("≤ 0.90 of sing-box"), RATE, P50, P99)),
          new Case(
              "ping-100",
              false,
              false,
              "ping --conns 100",
              List.of(perOperation("≤ 0.90 of sing-box"), RATE, P50, P99)),
          new Case(
              "pace-100",
              false,
              false,
              "ping --conns 100 --rate 2000",
              List.of(perOperation("≤ 0.90 of sing-box"), P50, P99)),
          new Case(
              "udp-echo-1",
              true,
              false,
              "udp-echo --conns 1 --window 32",
              List.of(perOperation("≤ 0.70 of sing-box"), RATE, P50, P99, LOST)),
          new Case(
              "udp-echo-100",
              true,
              false,
              "udp-echo --conns 100",
              List.of(perOperation("≤ 0.70 of sing-box"), RATE, P50, P99, LOST)),
          new Case(
              "udp-bulk",
              true,
              false,
              "udp-bulk --rate 50000",
              List.of(perOperation("≤ 0.30 of sing-box"), RATE, LOST)),
          new Case(
              "uot-echo-4",
              true,
              false,
              "udp-echo --conns 4",
              List.of(PER_OPERATION, RATE, P50, P99, LOST)),
          new Case(
              "uot-echo-100",
              true,
              false,
              "udp-echo --conns 100",
              List.of(PER_OPERATION, RATE, P50, P99, LOST)),
          new Case("tls-bulk-1", false, false, "bulk --conns 1", TLS_BULK),
          new Case("tls-bulk-32", false, false, "bulk --conns 32", TLS_BULK),
          new Case(
              "tls-connect",
              false,
              false,
              "connect --conns 64",
              List.of(perOperation("≤ 1.00 of sing-box"), RATE, P50, P99)),
          new Case(
              "cold-connect",
              false,
              true,
              "connect --conns 64 --warm 0 --time 2",
              List.of(PER_OPERATION, RATE, P99)),
          new Case(
              "rules",
              false,
              false,
              "connect --conns 64 --name " + RuleLists.NAME,
              List.of(
                  new Figure("CPU µs with 0", 1, s -> withRules(s, 0), ""),
                  new Figure("CPU µs with 100", 1, s -> withRules(s, 100), ""),
                  new Figure("CPU µs with 10,000", 1, s -> withRules(s, 10_000), ""),
                  new Figure(
                      "what 10,000 add",
                      1,
                      s -> withRules(s, 10_000) - withRules(s, 0),
                      "≤ 0.50 of sing-box"))),
          new Case(
              "idle-2000",
              false,
              true,
              "idle --conns 2000 --warm 2",
              List.of(
                  new Figure("KiB each", 1, s -> s.get("kib_each"), "≤ 0.50 of sing-box"),
                  new Figure("descriptors each", 1, s -> s.get("descriptors_each"), "2"))),
          new Case(
              "start",
              false,
              true,
              "start --time 5",
              List.of(
                  new Figure("first reply ms", 0, s -> s.get("first_ms"), "≤ 150 ms"),
                  new Figure("CPU ms", 0, s -> 1000 * s.get("cpu_s"), ""),
                  new Figure("PSS MiB after 5 s", 1, s -> s.get("pss_mib"), "≤ 70 MiB"))));
}
