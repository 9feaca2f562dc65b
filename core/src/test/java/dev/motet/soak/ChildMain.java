package dev.motet.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.engine.MotetOptions;
import dev.motet.json.ConfigException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// An instance of Motet in a process of its own, so that nothing else is in its figures: prints its
/// ports, answers an empty line with `stats`, takes any other line for a configuration to reload,
/// ends with its standard input.
final class ChildMain {
  private ChildMain() {}

  /// @param args the configuration, the name of the socket back end
  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Motet motet = Motet.start(ConfigLoader.parse("config.json", args[0]), options(args[1]))) {
      motet
          .listening()
          .forEach((tag, address) -> System.out.println("port " + tag + " " + address.getPort()));
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(line.isEmpty() ? "stats " + stats() : reload(motet, line));
      }
    }
    System.exit(0); // the JVM may not wait for what was left running
  }

  private static String reload(Motet motet, String configuration) {
    try {
      motet.reload(ConfigLoader.parse("config.json", configuration));
      return "reloaded";
    } catch (ConfigException | IOException e) {
      return "refused " + String.valueOf(e.getMessage()).replace('\n', ' ');
    }
  }

  private static MotetOptions options(String sockets) {
    return new MotetOptions(MotetOptions.Sockets.valueOf(sockets), Clock.systemUTC());
  }

  private static String stats() throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return heap + " " + threads + " " + system.getOpenFileDescriptorCount() + " " + resident();
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    return 0;
  }
}
