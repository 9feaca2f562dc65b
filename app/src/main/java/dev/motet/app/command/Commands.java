package dev.motet.app.command;

import dev.motet.app.log.LogFactory;
import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import dev.motet.os.WorkingDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The command line: which commands there are, and what becomes of their failures.
public final class Commands {
  private static final String NO_COMMAND = "Missing required subcommand";

  private final Terminal terminal;
  private final MotetCommand root;

  public Commands(Terminal terminal) {
    this.terminal = terminal;
    this.root = new MotetCommand(terminal);
  }

  /// @return the exit code: 0, or 1 for any failure
  public int run(String... args) {
    CommandLine line = line();
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setExecutionStrategy(this::execute);
    line.setExecutionExceptionHandler((failure, _, _) -> report(failure));
    line.setParameterExceptionHandler((failure, _) -> misused(failure));
    return line.execute(args);
  }

  /// All commands. The order is that of the help.
  CommandLine line() {
    CommandLine line = new CommandLine(root);
    line.addSubcommand("run", new RunCommand(root, terminal));
    line.addSubcommand("check", new CheckCommand(root));
    line.addSubcommand("format", new FormatCommand(root, terminal));
    line.addSubcommand("merge", new MergeCommand(root, terminal));
    line.addSubcommand("generate", GenerateCommand.line(terminal));
    line.addSubcommand("schema", new SchemaCommand(terminal));
    line.addSubcommand("version", new VersionCommand(terminal));
    line.addSubcommand("completion", new CompletionCommand(terminal));
    line.addSubcommand("help", new CommandLine.HelpCommand());
    for (String name : List.of("geoip", "geosite", "rule-set")) {
      line.addSubcommand(name, new UnbuiltCommand(name));
    }
    addHelp(line);
    return line;
  }

  private static void addHelp(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    if (!spec.optionsMap().containsKey("--help")) {
      spec.addOption(
          CommandLine.Model.OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help.")
              .build());
    }
    line.getSubcommands().values().forEach(Commands::addHelp);
  }

  private int execute(ParseResult parsed) {
    LogFactory log = LogFactory.installed();
    if (log != null) {
      log.colour(root.colour());
    }
    Path directory = root.workingDirectory();
    if (directory != null) {
      try {
        Files.createDirectories(directory);
        WorkingDirectory.change(directory);
      } catch (IOException e) {
        return report(e);
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int misused(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    if (NO_COMMAND.equals(failure.getMessage())) {
      line.usage(terminal.err());
      return 1;
    }
    fatal(message(failure));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr())) {
      terminal.err().println("see: " + line.getCommandSpec().qualifiedName() + " --help");
    }
    return 1;
  }

  private int report(Exception failure) {
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

  private static String message(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private void fatal(String message) {
    terminal.err().println("FATAL[0000] " + message);
  }
}
