package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.ConfigLoader;
import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void motetSaysWhatTheTableSays(Verdict row) throws IOException {
    List<Problem> problems = problems(row);
    assertThat(verdict(problems)).as("verdict, from %s", problems).isEqualTo(row.motet());
    if (!row.motet().equals("accept") && !row.path().equals("-")) {
      Problem.Kind kind = kind(row.motet());
      assertThat(problems.stream().filter(p -> p.kind() == kind).map(p -> p.position().path()))
          .as("paths, from %s", problems)
          .contains(row.path());
    }
    assertThat(problems)
        .as("every problem has a place and words")
        .allMatch(p -> p.position().line() > 0 && p.position().column() > 0)
        .noneMatch(p -> p.text().isBlank());
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

  private List<Problem> problems(Verdict row) throws IOException {
    Path file = folder.resolve("c.json");
    Files.write(file, row.configuration());
    try {
      return ConfigLoader.load(List.of(file), List.of(), empty()).warnings();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  private static String verdict(List<Problem> problems) {
    if (problems.stream().anyMatch(p -> p.kind() == Problem.Kind.ERROR)) {
      return "reject";
    }
    if (problems.stream().anyMatch(p -> p.kind() == Problem.Kind.UNBUILT)) {
      return "unbuilt";
    }
    return problems.isEmpty() ? "accept" : "warn";
  }

  private static Problem.Kind kind(String verdict) {
    return switch (verdict) {
      case "reject" -> Problem.Kind.ERROR;
      case "unbuilt" -> Problem.Kind.UNBUILT;
      default -> Problem.Kind.WARNING;
    };
  }

  private static InputStream empty() {
    return new ByteArrayInputStream(new byte[0]);
  }
}
