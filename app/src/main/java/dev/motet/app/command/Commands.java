package dev.motet.app.command;

import dev.motet.json.Suggest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
  private final Failures failures;

  public Commands(Terminal terminal) {
    this.terminal = terminal;
    this.root = new MotetCommand(terminal);
    this.failures = new Failures(terminal);
  }

  /// @return the exit code: 0, or 1 for any failure
  public int run(String... args) {
    CommandLine line = line();
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setExecutionStrategy(this::execute);
    line.setExecutionExceptionHandler((failure, _, _) -> failures.report(failure));
    line.setParameterExceptionHandler((failure, _) -> misused(failure));
    return line.execute(args);
  }

  /// All commands. The order is that of the help.
  CommandLine line() {
    CommandLine line = new CommandLine(root);
    line.addSubcommand("run", new RunCommand(root, terminal));
    line.addSubcommand("check", new CheckCommand(root));
    line.addSubcommand("explain", new ExplainCommand(root, terminal));
    line.addSubcommand("format", new FormatCommand(root, terminal));
    line.addSubcommand("merge", new MergeCommand(root, terminal));
    line.addSubcommand("generate", GenerateCommand.line(terminal));
    line.addSubcommand("tools", ToolsCommand.line(root, terminal));
    ControlCommand.all(root, terminal).forEach(line::addSubcommand);
    line.addSubcommand("schema", new SchemaCommand(terminal));
    line.addSubcommand("version", new VersionCommand(terminal));
    line.addSubcommand("completion", new CompletionCommand(terminal));
    line.addSubcommand("help", new CommandLine.HelpCommand());
    for (String name : List.of("geoip", "geosite", "rule-set")) {
      line.addSubcommand(name, new UnbuiltCommand(name));
    }
    addHelp(line);
    addVersion(line.getCommandSpec());
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

  /// What every command of a system has; `version` says more.
  private static void addVersion(CommandSpec spec) {
    spec.versionProvider(() -> new String[] {"motet version " + VersionCommand.number()});
    spec.addOption(
        CommandLine.Model.OptionSpec.builder("--version")
            .versionHelp(true)
            .description("Print the version.")
            .build());
  }

  private int execute(ParseResult parsed) {
    try {
      root.prepare();
    } catch (IOException e) {
      return failures.report(e);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int misused(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    if (NO_COMMAND.equals(failure.getMessage())) {
      line.usage(terminal.err());
      return 1;
    }
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !line.getSubcommands().isEmpty()) {
      String wrong = unmatched.getUnmatched().getFirst();
      failures.fatal(
          "no command \"" + wrong + "\"" + Suggest.phrase(wrong, line.getSubcommands().keySet()));
      terminal.err().println("see: " + line.getCommandSpec().qualifiedName() + " --help");
      return 1;
    }
    failures.fatal(Failures.message(failure));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr())) {
      terminal.err().println("see: " + line.getCommandSpec().qualifiedName() + " --help");
    }
    return 1;
  }
}
