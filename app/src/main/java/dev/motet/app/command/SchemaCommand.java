package dev.motet.app.command;

import dev.motet.engine.Schema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `schema`: what editors complete and check configurations with.
@Command(description = "Print the JSON Schema of the configuration.")
final class SchemaCommand implements Callable<Integer> {
  private final Terminal terminal;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.out().println(Schema.root().stripTrailing());
    return 0;
  }
}
