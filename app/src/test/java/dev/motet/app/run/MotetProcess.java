package dev.motet.app.run;

import dev.motet.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A `motet` in a process of its own, with this JVM's class path. Its output arrives line by line.
final class MotetProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private MotetProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  static MotetProcess start(Path folder, Map<String, String> environment, String... args)
      throws IOException {
    return startUnder(List.of(), folder, environment, args);
  }

  /// @param parent program and arguments before those of the JVM, which it has to run
  static MotetProcess startUnder(
      List<String> parent, Path folder, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(parent);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    if ("loop".equals(System.getProperty("motet.scheduler"))) {
      command.addAll(
          List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Dmotet.scheduler=loop"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return new MotetProcess(builder.redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      lines.add("(" + e + ")");
    }
  }

  /// The next line that contains `part`.
  String await(String part) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (true) {
      String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError("no \"" + part + "\" in " + seen);
      }
      seen.add(line);
      if (line.contains(part)) {
        return line;
      }
    }
  }

  /// The lines that were awaited, and those before them.
  List<String> seen() {
    return List.copyOf(seen);
  }

  /// The port at the end of the line that tells of a listener.
  int awaitPort() throws InterruptedException {
    String line = await("tcp server started at ");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /// All of its standard input.
  void input(String text) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + seen);
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
