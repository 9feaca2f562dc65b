package dev.motet.app.command;

import dev.motet.app.log.LogFactory;
import dev.motet.app.log.Warnings;
import dev.motet.engine.Config;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import dev.motet.os.WorkingDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that all commands share, and the configuration they name.
@Command(
    name = "motet",
    description = "A proxy platform that reads sing-box configuration.",
    footer = {
      "",
      "From a source tree, \"./motet dist\" makes an archive that needs no JDK.",
      "Without -c and -C the configuration is config.json in the working directory."
    })
final class MotetCommand {
  static final Path DEFAULT = Path.of("config.json");

  private final Terminal terminal;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Configuration file; \"stdin\" reads standard input. Several are merged.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = {"-C", "--config-directory"},
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder of *.json files, merged in the order of their paths.")
  private List<Path> directories = new ArrayList<>();

  @Option(
      names = {"-D", "--directory"},
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Working directory, created when missing.")
  private @Nullable Path workingDirectory;

  @Option(
      names = "--disable-color",
      scope = ScopeType.INHERIT,
      description = "Log without colours.")
  private boolean disableColor;

  @Option(
      names = "--strict",
      scope = ScopeType.INHERIT,
      description = "Take the warnings of a configuration for errors.")
  private boolean strict;

  MotetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// As if the command line had said so.
  MotetCommand(
      Terminal terminal,
      List<Path> files,
      List<Path> directories,
      @Nullable Path workingDirectory,
      boolean disableColor,
      boolean strict) {
    this(terminal);
    this.files = files;
    this.directories = directories;
    this.workingDirectory = workingDirectory;
    this.disableColor = disableColor;
    this.strict = strict;
  }

  /// Before any command: colours and the working directory.
  void prepare() throws IOException {
    LogFactory log = LogFactory.installed();
    if (log != null) {
      log.colour(colour());
    }
    if (workingDirectory != null) {
      Files.createDirectories(workingDirectory);
      WorkingDirectory.change(workingDirectory);
    }
  }

  /// The files as they were named; `config.json` when nothing was.
  List<Path> files() {
    return files.isEmpty() && directories.isEmpty() ? List.of(DEFAULT) : List.copyOf(files);
  }

  List<Path> directories() {
    return List.copyOf(directories);
  }

  /// Whether the command line says where the configuration is.
  boolean namesConfiguration() {
    return !files.isEmpty() || !directories.isEmpty();
  }

  /// Whether the configuration was left to [#DEFAULT] and there is none.
  boolean isWithoutConfiguration() {
    return files.isEmpty() && directories.isEmpty() && !Files.exists(DEFAULT);
  }

  boolean colour() {
    return !disableColor && terminal.environment().getOrDefault("NO_COLOR", "").isEmpty();
  }

  /// Reads the configuration and prints its warnings. When they count as errors, so do those of its
  /// components.
  Config load() throws ConfigException, IOException {
    Config config = accept(ConfigLoader.load(files(), directories(), terminal.in()));
    if (strict) {
      make(config);
    }
    return config;
  }

  /// As [#load], and finds what stands in the way of a start, as far as that can be found without.
  void check() throws ConfigException, IOException {
    make(accept(ConfigLoader.load(files(), directories(), terminal.in())));
  }

  /// The control socket that the named configuration chose; null when it chose none, or none was
  /// named.
  @Nullable Path controlSocket() throws ConfigException, IOException {
    if (files.isEmpty() && directories.isEmpty()) {
      return null;
    }
    Config config = ConfigLoader.load(files(), directories(), terminal.in());
    String path = config.experimental().control().path();
    return path == null ? null : Path.of(path);
  }

  private void make(Config config) throws IOException {
    try (Warnings warnings = Warnings.collect()) {
      Motet.check(config);
      accept(warnings);
    }
  }

  /// Refuses warnings, which are logged already, when they count as errors.
  void accept(Warnings warnings) throws IOException {
    List<String> given = warnings.given();
    if (strict && !given.isEmpty()) {
      throw new IOException("--strict takes a warning for an error: " + given.getFirst());
    }
  }

  /// Prints the warnings, or refuses them when they count as errors.
  Config accept(Config config) throws ConfigException {
    if (strict) {
      return config.strict();
    }
    config.warnings().stream()
        .map(Problem::render)
        .forEach(w -> terminal.err().println("WARN " + w));
    return config;
  }
}
