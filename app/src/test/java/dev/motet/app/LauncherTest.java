package dev.motet.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.ConfigLoader;
import dev.motet.testkit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the launchers start java with on machines of different sizes (`scripts/jvm.sh`).
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  private static final Path SCRIPTS = Repository.ROOT.resolve("scripts");

  @TempDir Path machine;

  private void tell(String file, String text) throws IOException {
    Path path = machine.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private String choose() throws IOException, InterruptedException {
    String script =
        "set -eu; . \"$2/jvm.sh\"; choose_flags \"$1\"; echo $collector $heap; echo $jvm_flags";
    Process shell =
        new ProcessBuilder("sh", "-c", script, "sh", machine.toString(), SCRIPTS.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    String[] lines = said.split("\n", 2);
    String chosen = lines[0].strip();
    assertThat(lines[1]).startsWith("-XX:+Use" + chosen.split(" ")[0] + "GC -");
    return chosen;
  }

  @ParameterizedTest(name = "processors {0}, quota {1}, {2} KiB: {3}")
  @CsvSource({
    "0,        max 100000,    4000000,   Serial",
    "0-1,      max 100000,    64000000,  Serial",
    "0-2,      max 100000,    4000000,   G1",
    "'0,2-3',  max 100000,    4000000,   G1",
    "'0-3,8',  max 100000,    1900000,   Serial",
    "0-63,     200000 100000, 64000000,  Serial",
    "0-63,     400000 100000, 64000000,  G1",
    "0-1,      400000 100000, 64000000,  Serial",
    "0-63,     max 100000,    263000000, G1 -Xmx24g",
  })
  void theCollectorFitsTheMachine(String online, String quota, long kib, String chosen)
      throws Exception {
    tell("sys/devices/system/cpu/online", online);
    tell("sys/fs/cgroup/cpu.max", quota);
    tell("proc/meminfo", "MemTotal:       " + kib + " kB\nMemFree: 1 kB");
    assertThat(choose()).isEqualTo(chosen);
  }

  @Test
  void aKernelThatTellsNothingIsNoObstacle() throws Exception {
    assertThat(choose()).isIn("G1", "Serial");
  }

  /// A reload that is refused would leave most classes out of the cache.
  @Test
  void theTrainingReloadsARightConfiguration() throws Exception {
    String text =
        Files.readString(SCRIPTS.resolve("train.json"))
            .replace("@PORT@", "1080")
            .replace("@NEXT@", "1081");
    assertThat(ConfigLoader.parse("train.json", text).warnings()).isEmpty();
  }
}
