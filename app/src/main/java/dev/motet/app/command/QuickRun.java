package dev.motet.app.command;

import dev.motet.api.control.ControlServer;
import dev.motet.os.Sockets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `run` with nothing but the shared options, without the command line library: its classes are too
/// old for the cache of loaded classes and cost more than half of a start. Everything else, each
/// mistake and `--help` among it, is left to [Commands].
public final class QuickRun {
  private final Terminal terminal;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();
  private @Nullable Path workingDirectory;
  private boolean disableColor;
  private boolean strict;
  private boolean run;

  private QuickRun(Terminal terminal) {
    this.terminal = terminal;
  }

  /// @return null when [Commands] has to read these arguments
  public static @Nullable QuickRun of(Terminal terminal, String... args) {
    QuickRun quick = new QuickRun(terminal);
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "run" -> {
          if (quick.run) {
            return null;
          }
          quick.run = true;
        }
        case "--disable-color" -> quick.disableColor = true;
        case "--strict" -> quick.strict = true;
        default -> {
          if (i + 1 == args.length || !quick.path(args[i], args[++i])) {
            return null;
          }
        }
      }
    }
    return quick.run ? quick : null;
  }

  private boolean path(String option, String value) {
    if (value.isEmpty() || value.startsWith("-")) {
      return false;
    }
    switch (option) {
      case "-c", "--config" -> files.add(Path.of(value));
      case "-C", "--config-directory" -> directories.add(Path.of(value));
      case "-D", "--directory" -> {
        if (workingDirectory != null) {
          return false;
        }
        workingDirectory = Path.of(value);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /// Another thread links system calls, which takes longer than all that this one does before it
  /// needs them. So this one first does what would compete with the first connection later: makes
  /// the threads that run virtual ones, looks for what makes the control socket.
  private static void warmUp() {
    Thread.ofPlatform().daemon().name("motet-warm-up").start(Sockets::warmUp);
    Thread.ofVirtual().start(() -> {});
    ControlServer.warmUp();
  }

  /// Blocks until a signal ends it.
  ///
  /// @return the exit code
  public int run() {
    warmUp();
    MotetCommand root =
        new MotetCommand(terminal, files, directories, workingDirectory, disableColor, strict);
    try {
      root.prepare();
      return new RunCommand(root, terminal).call();
    } catch (Exception e) {
      return new Failures(terminal).report(e);
    }
  }
}
