package dev.motet.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// A command of sing-box that Motet does not have yet: says so, whatever its arguments.
@Command(hidden = true)
final class UnbuiltCommand implements Callable<Integer> {
  private final String name;

  @Unmatched private List<String> ignored = new ArrayList<>();

  UnbuiltCommand(String name) {
    this.name = name;
  }

  @Override
  public Integer call() throws CommandException {
    throw new CommandException("\"" + name + "\" is known but not built yet");
  }
}
