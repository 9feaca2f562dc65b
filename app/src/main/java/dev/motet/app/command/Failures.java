package dev.motet.app.command;

import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

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
    // those of the file system often say nothing but a path
    if (e instanceof FileSystemException failure && failure.getReason() == null) {
      return failure.getFile()
          + ": "
          + switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "exists and is no directory";
            case NotDirectoryException _ -> "not a directory";
            default -> failure.getClass().getSimpleName();
          };
    }
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
