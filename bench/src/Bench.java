import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Runs the load generator against every proxy in turn and prints what each of them costs.
///
/// A case is measured in rounds, A B C and then C B A, while all proxies are alive; a sample in
/// which other processes took much of the machine is repeated. Started by `bench/run`.
public final class Bench {
  private static final Path WORK = Path.of("target/bench");
  private static final String LOAD = WORK.resolve("load").toString();
  private static final Path CSV = WORK.resolve("samples.csv");
  private static final int FIRST_PORT = 21080;
  private static final double MOST_FOREIGN = 0.10;
  private static final int MOST_REPEATS = 2;
  private static final double GIB = 1 << 30;

  // --- what is measured

  /// A figure read out of a sample, with the ratio to a peer that issue and design ask for.
  record Figure(String name, int digits, ToDoubleFunction<Map<String, Double>> of, String target) {}

  /// A kind of load. Fresh ones start a proxy for each sample.
  record Case(String name, boolean udp, boolean fresh, String load, List<Figure> figures) {}

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
          new Figure("CPU s/GiB", 4, s -> s.get("cpu_s") * GIB / s.get("bytes"), "≤ 1.10 of splice"),
          new Figure("GiB a second", 2, s -> s.get("bytes") / GIB / s.get("wall_s"), ""));

  private static Figure perOperation(String target) {
    return new Figure(PER_OPERATION.name, PER_OPERATION.digits, PER_OPERATION.of, target);
  }

  private static final List<Case> CASES =
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
              "cold-connect",
              false,
              true,
              "connect --conns 64 --warm 0 --time 2",
              List.of(PER_OPERATION, RATE, P99)),
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

  // --- who is measured

  /// A proxy: its command on a port, and whether it is a JVM that has to warm up.
  record Peer(String name, boolean udp, boolean jvm, List<String> command, int port) {
    Process start() throws IOException {
      Path log = WORK.resolve(name + ".log");
      boolean talkative = name.equals("microsocks"); // reports every connection
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(talkative ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(log.toFile()))
          .start();
    }
  }

  private static final class Peers {
    private final List<Peer> found = new ArrayList<>();
    private final List<String> wanted;

    Peers(List<String> wanted) {
      this.wanted = wanted;
    }

    private void add(String name, Optional<String> program, boolean udp, Command command)
        throws IOException {
      if (!wanted.isEmpty() && !wanted.contains(name)) {
        return;
      }
      if (program.isEmpty()) {
        System.err.println(name + ": not on PATH and not in target/peers, left out");
        return;
      }
      int port = FIRST_PORT + found.size();
      boolean jvm = program.get().endsWith("motet");
      found.add(new Peer(name, udp, jvm, command.on(program.get(), port), port));
    }

    interface Command {
      List<String> on(String program, int port) throws IOException;
    }
  }

  private static List<Peer> findPeers(Arguments arguments) throws IOException {
    Peers peers = new Peers(arguments.peers);
    Path motet = Path.of("motet").toAbsolutePath();
    peers.add(
        "motet",
        Files.isExecutable(motet) ? Optional.of(motet.toString()) : Optional.empty(),
        true,
        Bench::singBoxCommand);
    for (var also : arguments.also.entrySet()) {
      peers.wanted.addAll(peers.wanted.isEmpty() ? List.of() : List.of(also.getKey()));
      peers.add(also.getKey(), Optional.of(also.getValue()), true, Bench::singBoxCommand);
    }
    peers.add(
        "splice",
        Optional.of(WORK.resolve("splice").toString()),
        false,
        (program, port) -> List.of(program, Integer.toString(port)));
    peers.add("sing-box", find("sing-box", "sing-box-linux-amd64"), true, Bench::singBoxCommand);
    peers.add(
        "microsocks",
        find("microsocks"),
        false,
        (program, port) -> List.of(program, "-i", "127.0.0.1", "-p", Integer.toString(port)));
    peers.add("dante", find("danted", "sockd"), true, Bench::danteCommand);
    return peers.found;
  }

  private static Optional<String> find(String... names) throws IOException {
    List<Path> folders = new ArrayList<>();
    Path own = Path.of("target/peers").toAbsolutePath();
    if (Files.isDirectory(own)) {
      try (Stream<Path> all = Files.walk(own)) {
        all.filter(Files::isDirectory).forEach(folders::add);
      }
    }
    for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(":")) {
      folders.add(Path.of(folder));
    }
    return folders.stream()
        .flatMap(folder -> Arrays.stream(names).map(folder::resolve))
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static List<String> singBoxCommand(String program, int port) throws IOException {
    Path config = WORK.resolve("config-" + port + ".json");
    Files.writeString(
        config,
        """
        {"log": {"level": "error"},
         "inbounds": [{"type": "socks", "listen": "127.0.0.1", "listen_port": %d}],
         "outbounds": [{"type": "direct"}]}
        """
            .formatted(port));
    return List.of(program, "run", "-c", config.toString());
  }

  private static List<String> danteCommand(String program, int port) throws IOException {
    Path config = WORK.resolve("dante.conf").toAbsolutePath();
    Files.writeString(
        config,
        """
        logoutput: /dev/null
        internal: 127.0.0.1 port = %d
        external: lo
        clientmethod: none
        socksmethod: none
        user.privileged: root
        user.unprivileged: nobody
        client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
        socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 command: bind connect udpassociate }
        socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 command: bindreply udpreply }
        """
            .formatted(port));
    Path pid = WORK.resolve("dante.pid").toAbsolutePath();
    return List.of(program, "-f", config.toString(), "-p", pid.toString());
  }

  // --- arguments

  private static final class Arguments {
    boolean quick;
    int rounds = 4;
    final List<String> only = new ArrayList<>();
    final List<String> peers = new ArrayList<>();
    final Map<String, String> also = new LinkedHashMap<>();

    static Arguments parse(String[] words) {
      Arguments a = new Arguments();
      for (int i = 0; i < words.length; i++) {
        String word = words[i];
        if (word.equals("--quick")) {
          a.quick = true;
          a.rounds = 2;
          continue;
        }
        if (i + 1 == words.length) {
          throw new IllegalArgumentException("option \"" + word + "\" (see bench/run --help)");
        }
        String value = words[++i];
        switch (word) {
          case "--only" -> a.only.addAll(List.of(value.split(",")));
          case "--peers" -> a.peers.addAll(List.of(value.split(",")));
          case "--rounds" -> a.rounds = Integer.parseInt(value);
          case "--also" -> a.also.put(value.split("=", 2)[0], value.split("=", 2)[1]);
          default ->
              throw new IllegalArgumentException("option \"" + word + "\" (see bench/run --help)");
        }
      }
      return a;
    }

    boolean wants(Case c) {
      return only.isEmpty() || only.stream().anyMatch(c.name::startsWith);
    }
  }

  // --- measuring

  private final Arguments arguments;
  private final List<Peer> peers;
  private final Map<Peer, Process> alive = new HashMap<>();
  private final String run = Instant.now().toString();

  private Bench(Arguments arguments, List<Peer> peers) {
    this.arguments = arguments;
    this.peers = peers;
  }

  public static void main(String[] words) throws Exception {
    Arguments arguments = Arguments.parse(words);
    Bench bench = new Bench(arguments, findPeers(arguments));
    Runtime.getRuntime().addShutdownHook(new Thread(bench::endAll));
    Report report = new Report(bench.peers);
    for (Case c : CASES) {
      if (arguments.wants(c)) {
        report.add(c, bench.measure(c));
      }
    }
    report.print();
  }

  private Map<Peer, List<Map<String, Double>>> measure(Case c)
      throws IOException, InterruptedException {
    Map<Peer, List<Map<String, Double>>> samples = new LinkedHashMap<>();
    List<Peer> order = new ArrayList<>(peers);
    order.removeIf(peer -> c.udp && !peer.udp);
    order.forEach(peer -> samples.put(peer, new ArrayList<>()));
    for (int round = 0; round < arguments.rounds; round++) {
      for (Peer peer : order) {
        sampleQuietly(c, peer, round).ifPresent(samples.get(peer)::add);
      }
      order = order.reversed();
    }
    return samples;
  }

  /// Repeats a sample that others disturbed; keeps the least disturbed one.
  private Optional<Map<String, Double>> sampleQuietly(Case c, Peer peer, int round)
      throws IOException, InterruptedException {
    Optional<Map<String, Double>> best = Optional.empty();
    for (int attempt = 0; attempt <= (arguments.quick ? 0 : MOST_REPEATS); attempt++) {
      var sample = sample(c, peer, round == 0 && attempt == 0);
      if (sample.isEmpty()) {
        return best;
      }
      record(c, peer, round, sample.get());
      if (best.isEmpty() || sample.get().get("foreign") < best.get().get("foreign")) {
        best = sample;
      }
      if (best.get().get("foreign") <= MOST_FOREIGN) {
        break;
      }
    }
    return best;
  }

  private Optional<Map<String, Double>> sample(Case c, Peer peer, boolean first)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(LOAD));
    command.addAll(List.of(c.load.split(" ")));
    command.addAll(List.of("--proxy", Integer.toString(peer.port)));
    if (!c.fresh) {
      double warm = first && peer.jvm ? 8 : arguments.quick ? 0.5 : 1;
      command.addAll(List.of("--warm", Double.toString(warm)));
      command.addAll(List.of("--time", arguments.quick ? "1" : "3"));
    }
    if (c.name.equals("start")) {
      end(peer);
      command.add("--");
      command.addAll(peer.command);
    } else {
      if (c.fresh) {
        end(peer);
      }
      command.addAll(List.of("--pid", Long.toString(running(peer).pid())));
    }
    Process load = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(load.getInputStream().readAllBytes()).strip();
    if (load.waitFor() != 0) {
      System.err.println(c.name + " " + peer.name + ": failed: " + said);
      end(peer);
      return Optional.empty();
    }
    System.err.println(c.name + " " + peer.name + ": " + said);
    return Optional.of(
        Arrays.stream(said.split(" "))
            .map(pair -> pair.split("="))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Double.parseDouble(pair[1]))));
  }

  private Process running(Peer peer) throws IOException, InterruptedException {
    Process process = alive.get(peer);
    if (process != null && process.isAlive()) {
      return process;
    }
    process = peer.start();
    alive.put(peer, process);
    String port = Integer.toString(peer.port);
    if (new ProcessBuilder(LOAD, "await", "--proxy", port).start().waitFor() != 0) {
      throw new IOException(peer.name + " does not listen: see target/bench/" + peer.name + ".log");
    }
    return process;
  }

  private void end(Peer peer) {
    Process process = alive.remove(peer);
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private void endAll() {
    List.copyOf(alive.keySet()).forEach(this::end);
  }

  private void record(Case c, Peer peer, int round, Map<String, Double> sample)
      throws IOException {
    String values =
        sample.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(";"));
    if (Files.notExists(CSV)) {
      Files.writeString(CSV, "run,case,peer,round,values\n");
    }
    String line = String.join(",", run, c.name, peer.name, Integer.toString(round), values);
    Files.writeString(CSV, line + "\n", StandardOpenOption.APPEND);
  }

  // --- reporting

  /// A Markdown table: a row for each figure, a column for each proxy, then Motet's ratios.
  private static final class Report {
    private final List<Peer> peers;
    private final List<String> rows = new ArrayList<>();
    private boolean disturbed;

    Report(List<Peer> peers) {
      this.peers = peers;
      String names = peers.stream().map(Peer::name).collect(Collectors.joining(" | "));
      rows.add("| measure | " + names + " | ÷ sing-box | ÷ splice | target |");
      rows.add("|---" + "|---:".repeat(peers.size() + 2) + "|---|");
    }

    void add(Case c, Map<Peer, List<Map<String, Double>>> samples) {
      for (Figure figure : c.figures) {
        Map<String, Double> medians = new HashMap<>();
        StringBuilder row = new StringBuilder("| " + c.name + ", " + figure.name + " |");
        for (Peer peer : peers) {
          List<Map<String, Double>> of = samples.getOrDefault(peer, List.of());
          double[] values = of.stream().mapToDouble(figure.of).sorted().toArray();
          row.append(" ").append(cell(figure, values, of)).append(" |");
          medians.put(peer.name, median(values));
        }
        double own = medians.getOrDefault(peers.getFirst().name, Double.NaN);
        row.append(ratio(own, medians.get("sing-box"))).append(ratio(own, medians.get("splice")));
        rows.add(row.append(" ").append(figure.target).append(" |").toString());
      }
    }

    private String cell(Figure figure, double[] sorted, List<Map<String, Double>> samples) {
      if (sorted.length == 0) {
        return "–";
      }
      String number = "%." + figure.digits + "f";
      boolean noisy = samples.stream().anyMatch(s -> s.get("foreign") > MOST_FOREIGN);
      disturbed |= noisy;
      return String.format(
          Locale.ROOT,
          number + " (" + number + "–" + number + ")%s",
          median(sorted),
          sorted[0],
          sorted[sorted.length - 1],
          noisy ? "*" : "");
    }

    private static String ratio(double own, Double other) {
      return other == null || Double.isNaN(own / other)
          ? " – |"
          : String.format(Locale.ROOT, " %.2f |", own / other);
    }

    private static double median(double[] sorted) {
      int n = sorted.length;
      return DoubleStream.of(sorted).skip(Math.max(0, (n - 1) / 2)).limit(2 - n % 2).average()
          .orElse(Double.NaN);
    }

    void print() {
      rows.forEach(System.out::println);
      System.out.println();
      System.out.println("Medians (least–most). The ratios are those of " + peers.getFirst().name + ".");
      if (disturbed) {
        System.out.println("* other processes took more than 10 % of the machine in some samples");
      }
    }
  }
}
