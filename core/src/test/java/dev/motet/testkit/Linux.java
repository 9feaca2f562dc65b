package dev.motet.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What tests of the Linux back end need of the system they run on.
public final class Linux {
  private Linux() {}

  /// Skips the test elsewhere.
  public static void required() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "needs Linux");
  }

  /// Skips the test without the rights of root.
  public static void rootRequired() {
    required();
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
  }

  /// Runs a program of the system; skips the test where it is missing or fails.
  public static void run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no " + command[0]);
      throw e;
    }
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    assumeTrue(ended && process.exitValue() == 0, () -> String.join(" ", command) + " fails here");
  }

  /// A kernel setting below `/proc/sys`; skips the test where there is none.
  public static String setting(String name) throws IOException {
    Path file = Path.of("/proc/sys", name.split("\\."));
    assumeTrue(Files.isReadable(file), "no " + name);
    return Files.readString(file).strip();
  }
}
