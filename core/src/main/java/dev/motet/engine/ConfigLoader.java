package dev.motet.engine;

import dev.motet.json.ConfigException;
import dev.motet.json.Decoding;
import dev.motet.json.JsonFields;
import dev.motet.json.JsonReader;
import dev.motet.json.JsonTree;
import dev.motet.json.Problems;
import dev.motet.json.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

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
    return decode(new SourceText(name, text));
  }

  private static Config decode(SourceText source) throws ConfigException {
    Problems problems = new Problems();
    JsonTree tree = JsonReader.read(source, problems);
    Decoding decoding = new Decoding(problems);
    RootOptions root = tree == null ? null : JsonFields.decode(tree, decoding, RootOptions::decode);
    problems.throwIfErrors();
    return new Config(Objects.requireNonNull(root), problems.warnings());
  }
}
