package dev.motet.app.command;

import dev.motet.app.file.Ownership;
import dev.motet.engine.ConfigMerge;
import dev.motet.json.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `merge`: one file of several, with the certificates and keys they name inside.
@Command(description = "Merge the configuration into one file.")
final class MergeCommand implements Callable<Integer> {
  private final MotetCommand root;
  private final Terminal terminal;

  @Parameters(paramLabel = "OUTPUT", description = "File to write; its folders are created.")
  private Path output = Path.of("");

  MergeCommand(MotetCommand root, Terminal terminal) {
    this.root = root;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    String merged = ConfigMerge.merge(root.files(), root.directories(), terminal.in());
    Deque<Path> created = new ArrayDeque<>();
    for (@Nullable Path folder = output.getParent();
        folder != null && !Files.exists(folder);
        folder = folder.getParent()) {
      created.push(folder);
    }
    for (Path folder : created) {
      Files.createDirectory(folder);
      Ownership.handOver(folder);
    }
    Files.writeString(output, merged);
    Ownership.handOver(output);
    terminal.err().println(output.toAbsolutePath());
    return 0;
  }
}
