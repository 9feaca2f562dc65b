package dev.motet.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class PathLinksTest {
  private Path folder;

  @BeforeEach
  void withoutLinksAbove(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
  }

  private Map<Path, Set<String>> names(String path) throws IOException {
    Map<Path, Set<String>> names = new TreeMap<>();
    PathLinks.addTo(names, folder.resolve(path));
    return names;
  }

  @Test
  void aPlainFileIsDecidedByItsName() throws IOException {
    assertThat(names("a.json")).isEqualTo(Map.of(folder, Set.of("a.json")));
    assertThat(names("./x/../a.json")).isEqualTo(Map.of(folder, Set.of("a.json")));
    assertThat(names("missing/a.json"))
        .isEqualTo(Map.of(folder.resolve("missing"), Set.of("a.json")));
  }

  @Test
  void everyLinkOnTheWayCounts() throws IOException {
    Files.createDirectories(folder.resolve("v1/inner"));
    Files.createSymbolicLink(folder.resolve("data"), Path.of("v1"));
    Files.createSymbolicLink(folder.resolve("v1/a.json"), Path.of("inner/../inner/real.json"));
    Files.createSymbolicLink(folder.resolve("a.json"), folder.resolve("data/a.json"));
    assertThat(names("a.json"))
        .isEqualTo(
            Map.of(
                folder,
                Set.of("a.json", "data"),
                folder.resolve("v1"),
                Set.of("a.json"),
                folder.resolve("v1/inner"),
                Set.of("real.json")));
  }

  @Test
  void aLinkToItselfEnds() throws IOException {
    Files.createSymbolicLink(folder.resolve("a.json"), Path.of("a.json"));
    assertThat(names("a.json")).isEqualTo(Map.of(folder, Set.of("a.json")));
  }

  @Test
  void relativePathsStayRelative() throws IOException {
    Map<Path, Set<String>> names = new TreeMap<>();
    PathLinks.addTo(names, Path.of("no/a.json"));
    PathLinks.addTo(names, Path.of("../../b.json"));
    PathLinks.addTo(names, Path.of("c.json"));
    assertThat(names)
        .isEqualTo(
            Map.of(
                Path.of("./no"), Set.of("a.json"),
                Path.of("./../.."), Set.of("b.json"),
                Path.of("."), Set.of("c.json")));
  }
}
