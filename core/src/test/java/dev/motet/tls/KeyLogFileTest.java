package dev.motet.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyLogFileTest {
  @TempDir Path folder;

  private final List<IOException> failures = new ArrayList<>();

  @Test
  void addsALineForEachSecretAndShowsItToNobodyElse() throws Exception {
    Path file = folder.resolve("keys.log");
    try (KeyLogFile log = new KeyLogFile(file, failures::add)) {
      log.write("CLIENT_RANDOM", new byte[] {0, (byte) 0xff}, new byte[] {1, 2, 3});
    }
    try (KeyLogFile log = new KeyLogFile(file, failures::add)) {
      log.write("EXPORTER_SECRET", new byte[] {1}, new byte[] {2});
    }
    assertThat(file).hasContent("CLIENT_RANDOM 00ff 010203\nEXPORTER_SECRET 01 02\n");
    assertThat(failures).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void tellsOnceThatItCannotBeWritten() throws Exception {
    KeyLogFile log = new KeyLogFile(folder.resolve("keys.log"), failures::add);
    log.close();
    log.write("CLIENT_RANDOM", new byte[1], new byte[1]);
    log.write("CLIENT_RANDOM", new byte[1], new byte[1]);
    assertThat(failures).hasSize(1);
  }
}
