package dev.motet.app.command;

import dev.motet.json.ConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `check`: reads the configuration and makes its components as `run` would, and starts nothing.
@Command(description = "Check the configuration; silent when it is right.")
final class CheckCommand implements Callable<Integer> {
  private final MotetCommand root;

  CheckCommand(MotetCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    root.check();
    return 0;
  }
}
