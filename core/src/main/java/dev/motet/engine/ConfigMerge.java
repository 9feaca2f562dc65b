package dev.motet.engine;

import dev.motet.json.Comments;
import dev.motet.json.ConfigException;
import dev.motet.json.JsonText;
import dev.motet.json.JsonTree;
import dev.motet.json.JsonTree.Arr;
import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import dev.motet.json.JsonTree.Text;
import dev.motet.json.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes one configuration of several files, with the contents of the certificate and key files
/// that it names (inventory CLI-4).
public final class ConfigMerge {
  private ConfigMerge() {}

  /// Fields whose files are read, by the object they stand in.
  private static final Map<String, Map<String, String>> INLINED =
      Map.of(
          "tls", Map.of("certificate_path", "certificate", "key_path", "key"),
          "ech", Map.of("key_path", "key", "config_path", "config"),
          "ssh", Map.of("private_key_path", "private_key"));

  /// @param stdin read when a file is called `stdin`
  /// @return the merged configuration in canonical form
  /// @throws IOException when a file, or one that they name, cannot be read
  public static String merge(List<Path> files, List<Path> directories, InputStream stdin)
      throws ConfigException, IOException {
    List<JsonTree> trees = ConfigFormat.read(ConfigFiles.read(files, directories, stdin));
    if (trees.isEmpty()) {
      throw new IOException("no *.json file in " + directories);
    }
    JsonTree merged = ConfigLoader.merge(trees, new Problems());
    Comments comments = new Comments();
    trees.forEach(comments::collect);
    try {
      return ConfigFormat.write(inline(merged, ""), comments);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  /// @param name of the member that the value belongs to; `ssh` for an outbound of that type
  private static JsonTree inline(JsonTree value, String name) {
    return switch (value) {
      case Obj o -> object(o, name);
      case Arr a -> new Arr(a.place(), a.items().stream().map(item -> inline(item, name)).toList());
      default -> value;
    };
  }

  private static Obj object(Obj object, String name) {
    boolean ssh =
        object.members().get("type") instanceof Member(_, _, Text(_, String type))
            && type.equals("ssh");
    Map<String, String> inlined = INLINED.getOrDefault(ssh ? "ssh" : name, Map.of());
    Map<String, Member> members = new LinkedHashMap<>();
    for (Member m : object.members().values()) {
      String target = inlined.get(m.name());
      if (target != null && m.value() instanceof Text(_, String path) && !path.isEmpty()) {
        members.put(target, new Member(m.place(), target, lines(path)));
      } else {
        members.putIfAbsent(m.name(), new Member(m.place(), m.name(), inline(m.value(), m.name())));
      }
    }
    return new Obj(object.place(), Collections.unmodifiableMap(members));
  }

  private static JsonTree lines(String path) {
    try {
      return JsonText.texts(Files.readString(Path.of(path)).stripTrailing().lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("read file " + path + ": " + e.getMessage(), e);
    }
  }
}
