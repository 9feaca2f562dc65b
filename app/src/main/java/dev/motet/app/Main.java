package dev.motet.app;

import dev.motet.app.command.Commands;
import dev.motet.app.command.Terminal;
import dev.motet.app.log.LogFactory;

/// The `motet` command.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int code = new Commands(Terminal.system()).run(args);
    LogFactory log = LogFactory.installed();
    if (log != null) {
      log.flush();
    }
    System.exit(code);
  }
}
