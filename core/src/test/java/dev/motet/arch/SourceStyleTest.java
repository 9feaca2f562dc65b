package dev.motet.arch;

import static dev.motet.testkit.Repository.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a reader of the sources can rely on, checked on the text itself.
class SourceStyleTest {
  private static final int MAX_LINES = 500;

  /// The last line, or the lines of the last annotation with arguments.
  private static final Pattern ANNOTATION = Pattern.compile("\\n@\\w+(\\([^@]*\\))?$");

  private static final Pattern TYPE =
      Pattern.compile(
          "(?m)^(public )?(final |sealed |non-sealed |abstract |strictfp )*(class|interface|record|enum|@interface) ");

  private static final List<String> FOLDERS =
      List.of("core/src", "app/src", "junit/src", "fuzz/src", "bench/src", "docs/examples");

  @Test
  void filesStayShort() {
    assertThat(
            sources()
                .filter(s -> !s.path().getFileName().toString().endsWith("Table.java"))
                .filter(s -> s.text().lines().count() > MAX_LINES)
                .map(Source::path))
        .as("files over %d lines: split by job", MAX_LINES)
        .isEmpty();
  }

  @Test
  void everyTypeOpensWithItsPurpose() {
    List<Path> bare = new ArrayList<>();
    mainSources()
        .forEach(source -> {
          var type = TYPE.matcher(source.text());
          if (type.find()) {
            String before = source.text().substring(0, type.start()).stripTrailing();
            while (ANNOTATION.matcher(before).find()) {
              before = before.substring(0, before.lastIndexOf("\n@")).stripTrailing();
            }
            String last = before.substring(before.lastIndexOf('\n') + 1);
            if (!last.startsWith("///") && !last.equals("*/")) {
              bare.add(source.path());
            }
          }
        });
    assertThat(bare).as("types without a first sentence").isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    assertThat(offenders(mainSources(), "TODO|FIXME|XXX")).isEmpty();
    assertThat(offenders(sources(), "@Disabled\\b(?!\\\\)(?!\\|)")).isEmpty();
  }

  @Test
  void onlyTheCommandPrints() {
    assertThat(
            offenders(
                mainSources().filter(s -> !s.path().startsWith(ROOT.resolve("app"))),
                "System\\.(out|err)\\b"))
        .isEmpty();
  }

  @Test
  void nobodySleeps() {
    assertThat(
            offenders(
                sources().filter(s -> !s.path().endsWith("SourceStyleTest.java")),
                "Thread\\.sleep|LockSupport\\.parkUntil"))
        .isEmpty();
  }

  @Test
  void nullnessIsDeclaredInEveryPackage() {
    List<Path> missing =
        mainSources()
            .map(s -> s.path().getParent())
            .distinct()
            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
            .toList();
    assertThat(missing).as("packages without package-info").isEmpty();
    assertThat(
            mainSources()
                .filter(s -> s.path().endsWith("package-info.java"))
                .filter(s -> !s.text().contains("@NullMarked")))
        .as("packages without @NullMarked")
        .isEmpty();
  }

  @Test
  void noTabsAndNoMachinePaths() {
    assertThat(offenders(sources(), "\\t")).isEmpty();
    assertThat(offenders(mainSources(), "\"/(home|root|work)/")).isEmpty();
  }

  private record Source(Path path, String text) {}

  private static List<String> offenders(Stream<Source> sources, String regex) {
    Pattern pattern = Pattern.compile(regex);
    List<String> found = new ArrayList<>();
    sources.forEach(source -> {
      int number = 0;
      for (String line : source.text().split("\n", -1)) {
        number++;
        if (pattern.matcher(line).find() && !source.path().endsWith("SourceStyleTest.java")) {
          found.add(ROOT.relativize(source.path()) + ":" + number + ": " + line.strip());
        }
      }
    });
    return found;
  }

  private static Stream<Source> mainSources() {
    return sources().filter(s -> s.path().toString().contains("/src/main/"));
  }

  private static Stream<Source> sources() {
    List<Source> all = new ArrayList<>();
    for (String name : FOLDERS) {
      int before = all.size();
      try (Stream<Path> files = Files.walk(ROOT.resolve(name))) {
        files
            .filter(f -> f.toString().endsWith(".java"))
            .forEach(f -> all.add(new Source(f, Repository.read(f))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      assertThat(all).as("sources under " + name).hasSizeGreaterThan(before);
    }
    return all.stream();
  }
}
