package dev.motet.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network namespace of a test's own, without any interface that is up; closing removes it.
public final class Namespace implements AutoCloseable {
  private final String name;

  private Namespace(String name) {
    this.name = name;
  }

  /// Skips the test where none can be made.
  public static Namespace create(String purpose) throws IOException, InterruptedException {
    Linux.rootRequired();
    String name = "motet-" + purpose + "-" + ProcessHandle.current().pid();
    Linux.run("ip", "netns", "add", name);
    return new Namespace(name);
  }

  /// The program `ip` in it.
  public void ip(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(words));
    Linux.run(command.toArray(String[]::new));
  }

  /// A pair of interfaces, both up, the first with an address.
  public void addVeth(String one, String peer, String address)
      throws IOException, InterruptedException {
    ip("link", "add", one, "type", "veth", "peer", "name", peer);
    ip("link", "set", peer, "up");
    ip("addr", "add", address, "dev", one);
    ip("link", "set", one, "up");
  }

  /// A program of the tests that lives in it, in a process of its own.
  public Program start(Class<?> main) throws IOException {
    return new Program(
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                name,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Linux.run("ip", "netns", "del", name);
  }

  /// Says what it has to say in lines; closing ends it.
  public static final class Program implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private Program(Process process) {
      this.process = process;
      this.lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// @return null after its end
    public @Nullable String line() throws IOException {
      return lines.readLine();
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }
}
