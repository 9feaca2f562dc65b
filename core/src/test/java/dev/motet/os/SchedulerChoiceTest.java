package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a process is started with decides who runs its virtual threads.
class SchedulerChoiceTest {
  @Test
  void withoutTheInternalsOfTheJdkTheErrorSaysWhatIsMissing() throws Exception {
    assertThat(started("-Dmotet.scheduler=loop"))
        .startsWith("IOException: scheduler \"loop\" needs a JDK 25")
        .contains("--add-opens java.base/java.lang=ALL-UNNAMED");
  }

  @Test
  void anUnknownOneIsRefused() throws Exception {
    assertThat(started("-Dmotet.scheduler=lop"))
        .isEqualTo("IOException: scheduler \"lop\" (expected: pool, loop)");
  }

  @Test
  void theLoopsRunThemWhereItIsOpen() throws Exception {
    assertThat(started("-Dmotet.scheduler=loop", "--add-opens", "java.base/java.lang=ALL-UNNAMED"))
        .contains("@motet-loop-");
    assertThat(started()).contains("@ForkJoinPool");
  }

  private static String started(String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), SchedulerMain.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream said = process.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      process.destroy();
    }
  }
}
