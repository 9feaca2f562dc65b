package dev.motet.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `motet run` as a process whose parent ignores signals, or feeds it its configuration.
@EnabledOnOs(OS.LINUX)
class SignalProcessTest {
  @TempDir Path folder;

  private static String text(String tag) {
    return """
    {
      "log": {"level": "info"},
      "inbounds": [{"type": "mixed", "tag": "%s", "listen": "127.0.0.1", "listen_port": 0}]
    }
    """
        .formatted(tag);
  }

  private void config(String tag) throws IOException {
    Files.writeString(folder.resolve("config.json"), text(tag));
  }

  private MotetProcess runIgnoring(String signal) throws IOException {
    List<String> shell = List.of("sh", "-c", "trap '' " + signal + "; exec \"$@\"", "sh");
    return MotetProcess.startUnder(shell, folder, Map.of(), "run", "--disable-color");
  }

  @Test
  void aHangupReloadsAlsoUnderNohup() throws Exception {
    config("one");
    try (MotetProcess motet = runIgnoring("HUP")) {
      motet.await("motet started");
      config("two");
      motet.signal("HUP");
      motet.await("inbound/mixed[two]");
      motet.await("motet reloaded");
      motet.signal("TERM");
      assertThat(motet.exitCode()).isZero();
    }
  }

  @Test
  void anInterruptThatTheParentIgnoresEndsNothing() throws Exception {
    config("one");
    try (MotetProcess motet = runIgnoring("INT")) {
      motet.await("motet started");
      motet.signal("INT");
      motet.signal("HUP");
      // after a stop nothing is reloaded
      motet.await("motet reloaded");
      motet.signal("TERM");
      assertThat(motet.exitCode()).isZero();
    }
  }

  @Test
  void standardInputIsNotReadTwice() throws Exception {
    try (MotetProcess motet =
        MotetProcess.start(folder, Map.of(), "run", "--disable-color", "-c", "stdin")) {
      motet.input(text("piped"));
      motet.await("inbound/mixed[piped]");
      motet.await("motet started");
      motet.signal("HUP");
      assertThat(motet.await("reload service: "))
          .contains("standard input, where there is nothing to read again: the running one stays");
      motet.signal("TERM");
      motet.await("stopped");
      assertThat(motet.exitCode()).isZero();
    }
  }
}
