package dev.motet.app.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Files made under sudo.
@EnabledOnOs({OS.LINUX, OS.MAC})
class OwnershipTest {
  @TempDir Path folder;

  private static Object owner(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid") + ":" + Files.getAttribute(file, "unix:gid");
  }

  @Test
  void belongToTheUserBehindIt() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Assumptions.assumeTrue(owner(file).equals("0:0"), "only root can give files away");
    Ownership.handOver(file, Map.of("SUDO_UID", "1234", "SUDO_GID", "2345"));
    assertThat(owner(file)).isEqualTo("1234:2345");
  }

  @Test
  void stayAsTheyAreWithoutSudoOrWithNonsense() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Object before = owner(file);
    Ownership.handOver(file, Map.of());
    Ownership.handOver(file, Map.of("SUDO_UID", "1234"));
    Ownership.handOver(file, Map.of("SUDO_UID", "-1", "SUDO_GID", "x"));
    assertThat(owner(file)).isEqualTo(before);
  }
}
