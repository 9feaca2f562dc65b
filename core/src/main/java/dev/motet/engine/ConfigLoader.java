package dev.motet.engine;

import dev.motet.json.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/// Reads configurations: files, directories of files, standard input, text (inventory JS-29,
/// JS-30).
public final class ConfigLoader {
  private ConfigLoader() {}

  /// Reads and merges all files, and every `*.json` of the directories, in the order of their
  /// paths.
  ///
  /// @param files `stdin` reads `stdin` to its end
  /// @throws ConfigException with all errors of all files
  /// @throws IOException when a file cannot be read
  public static Config load(List<Path> files, List<Path> directories, InputStream stdin)
      throws ConfigException, IOException {
    throw new IOException("not built " + files + directories + stdin);
  }

  /// @param name shown in errors as the file
  public static Config parse(String name, String text) throws ConfigException {
    throw new ConfigException(List.of());
  }
}
