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
import java.util.ArrayList;
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
    List<SourceText> sources = ConfigFiles.read(files, directories, stdin);
    if (sources.isEmpty()) {
      throw new IOException("no *.json file in " + directories);
    }
    return load(sources);
  }

  /// The files that [#load] reads, in its order.
  public static List<Path> paths(List<Path> files, List<Path> directories) throws IOException {
    return ConfigFiles.paths(files, directories);
  }

  /// What one of these files holds, as it is.
  ///
  /// @throws IOException that says in a sentence which file cannot be read, and why
  public static byte[] bytes(Path path, InputStream stdin) throws IOException {
    return ConfigFiles.readOne(path, stdin);
  }

  /// @param name shown in errors as the file
  public static Config parse(String name, String text) throws ConfigException {
    return load(List.of(new SourceText(name, text)));
  }

  private static Config load(List<SourceText> sources) throws ConfigException {
    Problems problems = new Problems();
    List<JsonTree> trees = read(sources, problems);
    if (sources.size() > 1) {
      trees.forEach(tree -> checkAlone(tree, problems));
    }
    JsonTree merged = merge(trees, problems);
    Decoding decoding = new Decoding(problems);
    RootOptions root = JsonFields.decode(merged, decoding, RootOptions::decode);
    if (root != null) {
      References.check(new TagTable(merged), decoding);
      FileChecks.check(merged, root, problems);
      ResolverCheck.check(merged, root, problems);
    }
    problems.throwIfErrors();
    return new Config(
        Objects.requireNonNull(root).resolve(decoding.references()), problems.warnings());
  }

  /// @throws ConfigException when one of them is no JSON
  static List<JsonTree> read(List<SourceText> sources, Problems problems) throws ConfigException {
    List<JsonTree> trees = new ArrayList<>();
    for (SourceText source : sources) {
      JsonTree tree = JsonReader.read(source, problems);
      if (tree != null) {
        trees.add(tree);
      }
    }
    if (trees.size() < sources.size()) {
      trees.forEach(tree -> checkAlone(tree, problems));
    }
    problems.throwIfErrors();
    return trees;
  }

  /// Each of several files must decode for itself. Its warnings come from the merged tree.
  private static void checkAlone(JsonTree tree, Problems problems) {
    Problems own = problems.fresh();
    JsonFields.decode(tree, new Decoding(own), RootOptions::decode);
    problems.addErrors(own);
  }

  /// @throws ConfigException when a file has errors, or they contradict each other
  static JsonTree merge(List<JsonTree> trees, Problems problems) throws ConfigException {
    problems.throwIfErrors();
    JsonTree merged = TreeMerge.merge(trees, problems);
    problems.throwIfErrors();
    return merged;
  }
}
