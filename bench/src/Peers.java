import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The proxies that are measured.
final class Peers {
  private static final int FIRST_PORT = 21080;

  /// What has sing-box's command line and configuration.
  private static final Command SING_BOX = Peers::singBoxCommand;

  private final List<Peer> found = new ArrayList<>();
  private final List<String> wanted;

  Peers(List<String> wanted) {
    this.wanted = wanted;
  }

  private void add(String name, Optional<String> program, boolean udp, Command command)
      throws IOException {
    add(name, program, udp, command, Map.of());
  }

  private void add(
      String name,
      Optional<String> program,
      boolean udp,
      Command command,
      Map<String, String> environment)
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
    boolean wraps = command == SING_BOX;
    found.add(
        new Peer(name, udp, jvm, wraps, command.on(program.get(), port), environment, port));
  }

  interface Command {
    List<String> on(String program, int port) throws IOException;
  }

  /// Those that are wanted and are there.
  static List<Peer> find(Arguments arguments) throws IOException {
    Peers peers = new Peers(arguments.peers);
    Path launcher = Path.of("motet").toAbsolutePath();
    Optional<String> motet =
        Files.isExecutable(launcher) ? Optional.of(launcher.toString()) : Optional.empty();
    peers.add("motet", motet, true, SING_BOX);
    peers.add("motet-loop", motet, true, SING_BOX, Map.of("MOTET_SCHEDULER", "loop"));
    for (var also : arguments.also.entrySet()) {
      peers.wanted.addAll(peers.wanted.isEmpty() ? List.of() : List.of(also.getKey()));
      peers.add(also.getKey(), Optional.of(also.getValue()), true, SING_BOX);
    }
    peers.add(
        "splice",
        Optional.of(Bench.WORK.resolve("splice").toString()),
        false,
        (program, port) -> List.of(program, Integer.toString(port)));
    peers.add("sing-box", find("sing-box", "sing-box-linux-amd64"), true, SING_BOX);
    peers.add(
        "microsocks",
        find("microsocks"),
        false,
        (program, port) -> List.of(program, "-i", "127.0.0.1", "-p", Integer.toString(port)));
    peers.add("dante", find("danted", "sockd"), true, Peers::danteCommand);
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

  /// The same proxy once more, with so many rules.
  static Peer withRules(Peer peer, int rules) throws IOException {
    int port = peer.port() + 300 + 100 * RuleLists.SIZES.indexOf(rules);
    Path config = Bench.WORK.resolve("config-" + port + ".json");
    Files.writeString(config, RuleLists.configuration(port, rules));
    return new Peer(
        peer.name() + "-rules-" + rules,
        true,
        peer.jvm(),
        true,
        List.of(peer.command().getFirst(), "run", "-c", config.toString()),
        peer.environment(),
        port);
  }

  private static List<String> singBoxCommand(String program, int port) throws IOException {
    Path config = Bench.WORK.resolve("config-" + port + ".json");
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
    Path config = Bench.WORK.resolve("dante.conf").toAbsolutePath();
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
    Path pid = Bench.WORK.resolve("dante.pid").toAbsolutePath();
    return List.of(program, "-f", config.toString(), "-p", pid.toString());
  }
}
