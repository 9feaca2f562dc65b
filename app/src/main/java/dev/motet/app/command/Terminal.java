package dev.motet.app.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/// The streams and the environment of a command, so that tests can hand in their own.
///
/// @param environment variables
public record Terminal(
    InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
  public static Terminal system() {
    return new Terminal(System.in, System.out, System.err, System.getenv());
  }
}
