package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.ConfigLoader;
import dev.motet.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The example configurations of the types: what Motet starts with, sing-box takes too.
@Tag("interop")
class ExampleInteropTest {
  /// Fields that sing-box does not know: the format of the log.
  private static final Pattern ONLY_HERE =
      Pattern.compile(",\\s*\"format\"\\s*:\\s*\"(json|text)\"");

  /// Types and options that sing-box does not know.
  private static final Set<String> ONLY_TYPES =
      Set.of("fallback.json", "load-balance.json", "guard.json");

  @TempDir Path folder;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files =
        Files.walk(Repository.ROOT.resolve("core/src/test/resources/config"))) {
      return files
          .filter(f -> f.toString().endsWith(".json"))
          .filter(f -> !ONLY_TYPES.contains(f.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void bothTakeIt(Path example) throws Exception {
    assertThat(ConfigLoader.parse(example.toString(), Files.readString(example))).isNotNull();
    Files.writeString(
        folder.resolve("c.json"), ONLY_HERE.matcher(Files.readString(example)).replaceAll(""));
    String[] command = {Peer.SING_BOX.require().toString(), "check", "-c", "c.json"};
    try (PeerProcess check = PeerProcess.start(folder, Map.of(), command)) {
      assertThat(check.awaitExit()).as(check.output()).isZero();
    }
  }
}
