package dev.motet.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many descriptors this process may have open.
public final class DescriptorLimit {
  /// Where the system does not say: what most allow at least.
  private static final long USUAL = 1_024;

  private static final String LINE = "Max open files";

  private DescriptorLimit() {}

  /// The limit in force (`RLIMIT_NOFILE`), which the JVM raises to the hard one when it starts.
  public static long ofProcess() {
    return in(Path.of("/proc/self/limits"));
  }

  // Max open files   20000   20000   files
  static long in(Path limits) {
    try {
      for (String line : Files.readAllLines(limits)) {
        if (line.startsWith(LINE)) {
          String soft = line.substring(LINE.length()).strip().split(" ", 2)[0];
          return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
        }
      }
    } catch (IOException | NumberFormatException _) {
      // no such file outside Linux, and nothing to be done about another form of it
    }
    return USUAL;
  }
}
