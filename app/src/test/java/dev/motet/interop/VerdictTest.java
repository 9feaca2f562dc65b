package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Motet and sing-box say about some hundred small configurations, right and wrong.
class VerdictTest {
  private static final Set<String> VERDICTS = Set.of("accept", "warn", "reject", "unbuilt");

  @TempDir Path folder;

  static List<Verdict> rows() {
    return Verdict.all();
  }

  @Tag("interop")
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void singBoxSaysWhatTheTableSays(Verdict row) throws Exception {
    Path singBox = Peer.SING_BOX.require();
    Files.write(folder.resolve("c.json"), row.configuration());
    try (PeerProcess check =
        PeerProcess.start(folder, Map.of(), singBox.toString(), "check", "-c", "c.json")) {
      int exit = check.awaitExit();
      assertThat(exit == 0 ? "ok" : "error").as(check.output()).isEqualTo(row.singBox());
    }
  }

  @Test
  void everyDifferenceIsExplained() {
    assertThat(rows()).hasSizeGreaterThan(250);
    for (Verdict row : rows()) {
      assertThat(VERDICTS).as(row.toString()).contains(row.motet());
      boolean motetTakesIt = row.motet().equals("accept") || row.motet().equals("warn");
      String why =
          switch (row.motet()) {
            case "unbuilt" -> row.why();
            case "reject" -> row.singBox().equals("ok") ? "run" : "-";
            default -> row.singBox().equals("ok") ? "-" : "lenient";
          };
      assertThat(row.why()).as("%s (taken: %s)", row, motetTakesIt).isEqualTo(why);
    }
  }
}
