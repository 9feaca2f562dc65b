package dev.motet.soak;

import dev.motet.engine.MotetOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The handle of a [ChildMain].
final class ChildMotet implements AutoCloseable {
  /// What the process uses, after a garbage collection.
  ///
  /// @param heap bytes
  /// @param threads platform threads
  /// @param descriptors open ones
  /// @param resident bytes
  record Stats(long heap, long threads, long descriptors, long resident) {}

  private final Process process;
  private final BufferedReader answers;
  private final Map<String, Integer> ports = new HashMap<>();

  private ChildMotet(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ChildMotet start(String configuration) throws IOException {
    return start(0, ClassPath.asItIs(), MotetOptions.Sockets.BEST, configuration);
  }

  /// @param megabytes the whole heap of the process
  static ChildMotet startWithHeap(int megabytes, String configuration) throws IOException {
    return start(
        List.of(), megabytes, ClassPath.asItIs(), MotetOptions.Sockets.BEST, configuration);
  }

  /// @param descriptors the hard limit of the process; 0 for that of the machine
  static ChildMotet start(
      int descriptors, String classPath, MotetOptions.Sockets sockets, String configuration)
      throws IOException {
    List<String> limited =
        descriptors == 0
            ? List.of()
            : List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh");
    return start(limited, 512, classPath, sockets, configuration);
  }

  private static ChildMotet start(
      List<String> limited,
      int megabytes,
      String classPath,
      MotetOptions.Sockets sockets,
      String configuration)
      throws IOException {
    List<String> command = new ArrayList<>(limited);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx" + megabytes + "m",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "-Dmotet.scheduler=" + System.getProperty("motet.scheduler", "pool"),
            "-cp",
            classPath,
            ChildMain.class.getName(),
            configuration,
            sockets.name()));
    ChildMotet child =
        new ChildMotet(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    try {
      child.readPorts();
      return child;
    } catch (IOException | RuntimeException e) {
      child.close();
      throw e;
    }
  }

  int port(String tag) {
    return ports.get(tag);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Counted from outside: a process without a free descriptor cannot look itself.
  int openDescriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return (int) open.count();
    }
  }

  /// Asks the process; one thread at a time.
  Stats stats() throws IOException {
    OutputStream questions = process.getOutputStream();
    questions.write('\n');
    questions.flush();
    String[] fields = line("stats ").split(" ");
    return new Stats(
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]));
  }

  /// Replaces the configuration; one thread at a time.
  ///
  /// @param configuration in one line
  /// @return `reloaded`, or `refused` and why
  String reload(String configuration) throws IOException {
    OutputStream questions = process.getOutputStream();
    questions.write((configuration + "\n").getBytes(StandardCharsets.UTF_8));
    questions.flush();
    return line("re");
  }

  private void readPorts() throws IOException {
    for (String line = line("port "); !line.equals("ready"); line = line("")) {
      String[] fields = line.split(" ");
      ports.put(fields[1], Integer.parseInt(fields[2]));
    }
  }

  private String line(String prefix) throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(prefix)) {
        return line;
      }
    }
    throw new IOException("the process of Motet ended");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
