package dev.motet.app;

import dev.motet.app.command.Commands;
import dev.motet.app.command.QuickRun;
import dev.motet.app.command.Terminal;
import dev.motet.app.log.LogFactory;
import dev.motet.app.log.LogProvider;

/// The `motet` command.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    nameLogProvider();
    Terminal terminal = Terminal.system();
    QuickRun quick = QuickRun.of(terminal, args);
    int code = quick == null ? new Commands(terminal).run(args) : quick.run();
    LogFactory log = LogFactory.installed();
    if (log != null) {
      log.flush();
    }
    System.exit(code);
  }

  /// Spares slf4j the search for its provider in every jar, and the line that says so.
  private static void nameLogProvider() {
    System.setProperty("slf4j.internal.verbosity", "WARN");
    System.setProperty("slf4j.provider", LogProvider.class.getName());
  }
}
