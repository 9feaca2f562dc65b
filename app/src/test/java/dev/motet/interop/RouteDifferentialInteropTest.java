package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.app.log.LogFactory;
import dev.motet.testkit.RandomRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Motet and a real sing-box get the same random rules and the same connections: they take the same
/// outbounds and ask them for the same.
@Tag("interop")
class RouteDifferentialInteropTest {
  private static final int CONFIGURATIONS = 400;
  private static final int PROBES = 5;
  private static final int LANES = 2;

  /// Differences after which it is enough.
  private static final int ENOUGH = 5;

  /// Beside the outbounds.
  private static final List<String> OUTCOMES = List.of("closed", "udp", "tcp");

  @TempDir Path folder;

  private final @Nullable LogFactory log = LogFactory.installed();
  private final List<Witness> witnesses = new ArrayList<>();
  private final Map<String, Integer> seen = new ConcurrentHashMap<>();
  private final List<String> differences = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  @BeforeEach
  void listen() throws Exception {
    if (log != null) {
      log.level("error"); // thousands of sessions
    }
    List<Witness.Kind> kinds =
        List.of(
            Witness.Kind.SOCKS,
            Witness.Kind.HTTP,
            Witness.Kind.SOCKS,
            Witness.Kind.SOCKS,
            Witness.Kind.STREAMS);
    for (int i = 0; i < kinds.size(); i++) {
      witnesses.add(new Witness(RandomRules.OUTBOUNDS.get(i), kinds.get(i)));
    }
  }

  @AfterEach
  void close() throws Exception {
    if (log != null) {
      log.level("info");
    }
    for (Witness witness : witnesses) {
      witness.close();
    }
  }

  @Test
  @Timeout(300)
  void choosesTheOutboundsThatSingBoxChooses() throws Exception {
    List<Future<?>> lanes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
      for (int lane = 0; lane < LANES; lane++) {
        // a port cannot be bound by two at once
        List<Integer> sourcePorts = List.of(Ports.free(), Ports.free());
        lanes.add(
            threads.submit(() -> {
              for (int seed = next.getAndIncrement();
                  seed < CONFIGURATIONS && differences.size() < ENOUGH;
                  seed = next.getAndIncrement()) {
                compare(seed, sourcePorts);
              }
              return null;
            }));
      }
    }
    for (Future<?> lane : lanes) {
      lane.get();
    }
    assertThat(differences).isEmpty();
    for (String outcome :
        Stream.concat(OUTCOMES.stream(), RandomRules.OUTBOUNDS.stream()).toList()) {
      assertThat(seen.getOrDefault(outcome, 0))
          .as("%s of %s", outcome, seen)
          .isGreaterThan(CONFIGURATIONS / 4);
    }
  }

  private void compare(int seed, List<Integer> sourcePorts) throws Exception {
    RouteSetup setup = RouteSetup.of(seed, witnesses, sourcePorts);
    List<Integer> ports = List.of(Ports.free(), Ports.free(), Ports.free());
    Path file = folder.resolve(seed + ".json");
    String configuration = setup.configuration("{\"level\":\"info\"}", ports);
    Files.writeString(file, configuration);
    String[] command = {
      Peer.SING_BOX.require().toString(), "run", "--disable-color", "-c", file.toString()
    };
    try (PeerProcess singBox = PeerProcess.start(folder, Map.of(), command);
        Local motet = Local.start(setup.configuration("{\"disabled\":true}", List.of(0, 0, 0)))) {
      singBox.awaitOutput("sing-box started");
      for (int i = 0; i < PROBES && differences.size() < ENOUGH; i++) {
        RouteProbe probe = RouteProbe.random(setup.random());
        if (setup.isSentElsewhere(probe)) {
          continue;
        }
        int sourcePort =
            probe.sourcePort() == 0
                ? 0
                : sourcePorts.get(RandomRules.SOURCE_PORTS.indexOf(probe.sourcePort()));
        String theirs = probe.run(ports.get(probe.inbound()), sourcePort);
        String ours = probe.run(motet.port("in" + probe.inbound()), sourcePort);
        seen.merge(theirs.split(" ")[0], 1, Integer::sum);
        seen.merge(probe.udp() ? "udp" : "tcp", 1, Integer::sum);
        if (!setup.comparable(probe, ours).equals(setup.comparable(probe, theirs))) {
          differences.add(
              "seed %d, %s%n  Motet:    %s%n  sing-box: %s%n%s"
                  .formatted(seed, probe, ours, theirs, setup.configuration("{}", ports)));
        }
      }
    }
  }
}
