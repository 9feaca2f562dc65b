package dev.motet.app.command;

import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import java.io.IOException;

/// Tells the user why a command failed.
///
/// @param terminal where
record Failures(Terminal terminal) {
  /// @return the exit code: 1
  int report(Exception failure) {
    switch (failure) {
      case ConfigException e -> {
        for (Problem problem : e.problems()) {
          terminal.err().println((problem.isError() ? "ERROR " : "WARN ") + problem.render());
        }
        long errors = e.problems().stream().filter(Problem::isError).count();
        fatal("configuration with " + errors + (errors == 1 ? " error" : " errors"));
      }
      case CommandException e -> fatal(message(e));
      case IOException e -> fatal(message(e));
      default -> {
        fatal("unexpected error: please report it");
        failure.printStackTrace(terminal.err());
      }
    }
    return 1;
  }

  void fatal(String message) {
    terminal.err().println("FATAL[0000] " + message);
  }

  static String message(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
