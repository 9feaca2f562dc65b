package dev.motet.app.command;

import dev.motet.engine.ConfigFormat;
import dev.motet.engine.ConfigLoader;
import dev.motet.json.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `format`: each file in canonical form, comments kept.
@Command(description = "Print the configuration in canonical form.")
final class FormatCommand implements Callable<Integer> {
  private final MotetCommand root;
  private final Terminal terminal;

  @Option(
      names = {"-w", "--write"},
      description = "Rewrite the files that change, and print their paths.")
  private boolean write;

  FormatCommand(MotetCommand root, Terminal terminal) {
    this.root = root;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    List<Path> paths = ConfigLoader.paths(root.files(), root.directories());
    for (Path path : paths) {
      boolean stdin = path.toString().equals("stdin");
      String text = new String(ConfigLoader.bytes(path, terminal.in()), StandardCharsets.UTF_8);
      String formatted = ConfigFormat.format(path.toString(), text);
      if (!write || stdin) {
        if (paths.size() > 1) {
          terminal.out().println(path);
        }
        terminal.out().print(formatted);
        terminal.out().flush();
      } else if (!formatted.equals(text)) {
        Files.writeString(path, formatted);
        terminal.err().println(path.toAbsolutePath());
      }
    }
    return 0;
  }
}
