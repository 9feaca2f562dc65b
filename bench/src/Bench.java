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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Runs the load generator against every proxy in turn and prints what each of them costs.
///
/// A case is measured in rounds, A B C and then C B A, while all proxies are alive; a sample in
/// which other processes took much of the machine is repeated. Started by `bench/run`.
public final class Bench {
  static final Path WORK = Path.of("target/bench");

  /// Share of the machine that others may take during a sample.
  static final double MOST_FOREIGN = 0.10;

  private static final String LOAD = WORK.resolve("load").toString();
  private static final Path CSV = WORK.resolve("samples.csv");
  private static final int MOST_REPEATS = 2;

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
    Bench bench = new Bench(arguments, Peers.find(arguments));
    Runtime.getRuntime().addShutdownHook(new Thread(bench::endAll));
    Report report = new Report(bench.peers);
    for (Case c : Case.ALL) {
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
    order.removeIf(peer -> c.udp() && !peer.udp());
    order.removeIf(peer -> (c.through().isPresent() || c.rules()) && !peer.wraps());
    order.forEach(peer -> samples.put(peer, new ArrayList<>()));
    for (int round = 0; round < arguments.rounds; round++) {
      for (Peer peer : order) {
        Peer measured = c.through().isPresent() ? c.through().get().proxy(peer) : peer;
        sampleQuietly(c, measured, round).ifPresent(samples.get(peer)::add);
      }
      order = order.reversed();
    }
    if (c.rules()) {
      for (Peer peer : order) {
        for (int rules : RuleLists.SIZES) {
          end(Peers.withRules(peer, rules));
        }
      }
    }
    return samples;
  }

  /// Repeats a sample that others disturbed; keeps the least disturbed one.
  private Optional<Map<String, Double>> sampleQuietly(Case c, Peer peer, int round)
      throws IOException, InterruptedException {
    Optional<Map<String, Double>> best = Optional.empty();
    for (int attempt = 0; attempt <= (arguments.quick ? 0 : MOST_REPEATS); attempt++) {
      boolean first = round == 0 && attempt == 0;
      var sample = c.rules() ? sampleRules(c, peer, first) : sample(c, peer, first);
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

  /// One sample of each list of rules.
  private Optional<Map<String, Double>> sampleRules(Case c, Peer peer, boolean first)
      throws IOException, InterruptedException {
    Map<String, Double> all = new HashMap<>(Map.of("foreign", 0.0));
    for (int rules : RuleLists.SIZES) {
      var sample = sample(c, Peers.withRules(peer, rules), first);
      if (sample.isEmpty()) {
        return sample;
      }
      sample.get().forEach((name, value) -> all.put(name + "-" + rules, value));
      all.merge("foreign", sample.get().get("foreign"), Math::max);
    }
    return Optional.of(all);
  }

  private Optional<Map<String, Double>> sample(Case c, Peer peer, boolean first)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(LOAD));
    command.addAll(List.of(c.load().split(" ")));
    command.addAll(List.of("--proxy", Integer.toString(peer.port())));
    if (!c.fresh()) {
      double warm = first && peer.jvm() ? 8 : arguments.quick ? 0.5 : 1;
      command.addAll(List.of("--warm", Double.toString(warm)));
      command.addAll(List.of("--time", arguments.quick ? "1" : "3"));
    }
    if (c.name().equals("start")) {
      end(peer);
      command.add("--");
      command.addAll(peer.command());
    } else {
      if (c.fresh()) {
        end(peer);
      }
      command.addAll(List.of("--pid", Long.toString(running(peer).pid())));
    }
    Process load = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(load.getInputStream().readAllBytes()).strip();
    if (load.waitFor() != 0) {
      System.err.println(c.name() + " " + peer.name() + ": failed: " + said);
      end(peer);
      return Optional.empty();
    }
    System.err.println(c.name() + " " + peer.name() + ": " + said);
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
    String port = Integer.toString(peer.port());
    if (new ProcessBuilder(LOAD, "await", "--proxy", port).start().waitFor() != 0) {
      throw new IOException(peer.name() + " does not listen: see target/bench/" + peer.name() + ".log");
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
    String line = String.join(",", run, c.name(), peer.name(), Integer.toString(round), values);
    Files.writeString(CSV, line + "\n", StandardOpenOption.APPEND);
  }
}
