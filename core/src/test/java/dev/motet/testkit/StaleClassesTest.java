package dev.motet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `Base` is extended by `Middle`, which `User` uses; `Other` uses none of them.
class StaleClassesTest {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  @TempDir Path folder;

  private Path classes;

  @BeforeEach
  void compileAll() throws IOException {
    classes = Files.createDirectory(folder.resolve("classes"));
    source("Base", "class Base { static final int SIZE = 1; int one() { return 1; } }");
    source("Middle", "final class Middle extends Base { private int hidden() { return 2; } }");
    source("User", "class User { int use() { return new Middle().one(); } }");
    source("Other", "class Other { enum Kind { A } record Inner(int x) {} }");
    source("Sizes", "class Sizes { int[] room = new int[Base.SIZE]; }");
    compile("Base", "Middle", "User", "Other", "Sizes");
    assertThat(delete()).isEmpty();
  }

  private void source(String name, String text) throws IOException {
    Path file = folder.resolve("p").resolve(name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "package p; " + text);
  }

  private void compile(String... names) throws IOException {
    List<Path> files =
        new ArrayList<>(
            Arrays.stream(names).map(name -> folder.resolve("p/" + name + ".java")).toList());
    try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-d", classes.toString(), "-cp", classes.toString());
      assertThat(
              COMPILER
                  .getTask(
                      null,
                      manager,
                      null,
                      options,
                      null,
                      manager.getJavaFileObjectsFromPaths(files))
                  .call())
          .isTrue();
    }
  }

  private Set<String> delete() throws IOException {
    return StaleClasses.delete(folder.resolve("state"), List.of(classes));
  }

  /// `scripts/changes.sh` goes on until that is 0.
  @Test
  void theProgramSaysHowManyAreLeft() throws Exception {
    source("Base", "class Base { static final int SIZE = 1; long one() { return 1; } }");
    compile("Base");
    assertThat(runProgram()).isIn("2", "3");
    source("User", "class User { long use() { return new Middle().one(); } }");
    compile("Middle", "User", "Sizes");
    assertThat(runProgram()).isEqualTo("0");
  }

  private String runProgram() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StaleClasses.class.getName(),
                folder.resolve("state").toString(),
                classes.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.strip();
  }

  @Test
  void otherCodeAndPrivateMembersChangeNothing() throws IOException {
    source(
        "Base",
        "class Base { static final int SIZE = 1; private int x = 5; int one() { return x + two(); }"
            + " private int two() { return 2; } }");
    compile("Base");
    assertThat(delete()).isEmpty();
    assertThat(classes.resolve("p/Middle.class")).exists();
  }

  @Test
  void whoInheritsOrUsesWhatChangedIsDeletedAndNobodyElse() throws IOException {
    source("Base", "class Base { static final int SIZE = 1; long one() { return 1; } }");
    compile("Base");
    assertThat(delete()).contains("p/Middle", "p/User").doesNotContain("p/Base", "p/Other");
    assertThat(classes.resolve("p/Middle.class")).doesNotExist();
    assertThat(classes.resolve("p/Other.class")).exists();
    source("User", "class User { long use() { return new Middle().one(); } }");
    compile("Middle", "User", "Sizes");
    assertThat(delete()).isEmpty();
  }

  /// Each of the two uses the other: that must come to an end.
  @Test
  void circlesEnd() throws IOException {
    source("Base", "class Base { static final int SIZE = 1; int one() { return 1; } Other o; }");
    source("Other", "class Other { enum Kind { A } record Inner(int x) {} Base base; }");
    compile("Base", "Other");
    assertThat(delete()).contains("p/Other", "p/Base");
    compile("Base", "Middle", "User", "Other");
    assertThat(delete()).isEmpty();
  }

  @Test
  void aConstantIsInAllClassesThatMayHaveCopiedIt() throws IOException {
    source("Base", "class Base { static final int SIZE = 2; int one() { return 1; } }");
    compile("Base");
    assertThat(delete()).contains("p/Sizes", "p/Other");
  }

  @Test
  void aNewClassChangesNothing() throws IOException {
    source("Late", "class Late extends Base { static final int LATE = 3; }");
    compile("Late");
    assertThat(delete()).isEmpty();
    source("Other", "class Other { enum Kind { A } record Inner(int x) {} Late late; }");
    compile("Other");
    assertThat(delete()).isEmpty();
  }

  /// What is missing is compiled later, and compared with what it was.
  @Test
  void whatIsNotCompiledAtOnceIsNotForgotten() throws IOException {
    source("Base", "class Base { static final int SIZE = 1; long one() { return 1; } }");
    compile("Base");
    assertThat(delete()).contains("p/Middle");
    assertThat(delete()).isEmpty();
    source("Middle", "final class Middle extends Base { int two; }");
    source("User", "class User { long use() { return new Middle().one(); } }");
    compile("Middle", "User");
    assertThat(delete()).containsExactly("p/User");
  }
}
