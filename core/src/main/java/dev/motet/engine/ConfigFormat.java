package dev.motet.engine;

import dev.motet.json.Canonical;
import dev.motet.json.Comments;
import dev.motet.json.ConfigException;
import dev.motet.json.Decoding;
import dev.motet.json.JsonFields;
import dev.motet.json.JsonText;
import dev.motet.json.JsonTree;
import dev.motet.json.Problems;
import dev.motet.json.SourceText;
import java.util.List;

/// Writes configurations in their canonical form (inventory JS-31) and keeps their comments. What
/// is known and not built yet passes unchanged.
public final class ConfigFormat {
  private ConfigFormat() {}

  /// @param name shown in errors as the file
  /// @throws ConfigException when the text is wrong; references to tags are not followed
  public static String format(String name, String text) throws ConfigException {
    return write(read(List.of(new SourceText(name, text))));
  }

  /// The trees of files that are right for themselves.
  static List<JsonTree> read(List<SourceText> sources) throws ConfigException {
    Problems problems = new Problems();
    List<JsonTree> trees = ConfigLoader.read(sources, problems);
    for (JsonTree tree : trees) {
      JsonFields.decode(tree, new Decoding(problems), RootOptions::decode);
    }
    problems.throwIfWrong();
    return trees;
  }

  private static String write(List<JsonTree> trees) {
    Comments comments = new Comments();
    trees.forEach(comments::collect);
    return write(trees.getFirst(), comments);
  }

  static String write(JsonTree tree, Comments comments) {
    return JsonText.write(Canonical.of(tree, Schema.shape(), comments), comments);
  }
}
