package dev.motet.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The short way reads only what it is sure of.
class QuickRunTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run -c a.json",
        "-c a.json run --strict",
        "run --config a.json -c b.json -C folder --disable-color",
        "run -D there"
      })
  void takesRunWithSharedOptions(String line) {
    assertThat(QuickRun.of(Terminal.system(), line.split(" "))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "-c a.json",
        "run run",
        "run --help",
        "run --watch",
        "run -c",
        "run -c --strict",
        "run -ca.json",
        "run --config=a.json",
        "run -D a -D b",
        "run --drain 1s",
        "run more"
      })
  void leavesAllElseToTheLibrary(String line) {
    assertThat(QuickRun.of(Terminal.system(), line.split(" "))).isNull();
  }

  @Test
  void failsAsTheLongWayDoes(@TempDir Path folder) {
    String missing = folder.resolve("none.json").toString();
    var quick = new ByteArrayOutputStream();
    var whole = new ByteArrayOutputStream();
    QuickRun run = QuickRun.of(terminal(quick), "run", "-c", missing);
    assertThat(run).isNotNull();
    assertThat(run.run()).isEqualTo(1);
    assertThat(new Commands(terminal(whole)).run("run", "-c", missing)).isEqualTo(1);
    assertThat(quick.toString()).isEqualTo(whole.toString()).contains("none.json");
  }

  private static Terminal terminal(ByteArrayOutputStream err) {
    PrintStream stream = new PrintStream(err, true);
    return new Terminal(InputStream.nullInputStream(), stream, stream, Map.of());
  }
}
