package dev.motet.app.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `completion`: a script that teaches a shell the commands and options.
@Command(description = "Print a completion script: bash, zsh, fish or powershell.")
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  /// As users write them.
  enum Shell {
    bash,
    zsh,
    fish,
    powershell
  }

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandLine motet = new Commands(terminal).line();
    String script =
        switch (shell) {
          case bash -> AutoComplete.bash("motet", motet);
          case zsh -> "#compdef motet\n" + AutoComplete.bash("motet", motet);
          case fish -> ShellScripts.fish(motet.getCommandSpec());
          case powershell -> ShellScripts.powershell(motet.getCommandSpec());
        };
    terminal.out().print(script);
    terminal.out().flush();
    return 0;
  }
}
