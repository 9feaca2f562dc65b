package dev.motet.json;

import dev.motet.json.JsonTree.Arr;
import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import dev.motet.json.JsonTree.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes trees that come from no file, and writes JSON text.
public final class JsonText {
  private static final Place NOWHERE = new Place(new SourceText(null, ""), 0, 0);

  private JsonText() {}

  public static JsonTree text(String value) {
    return new JsonTree.Text(NOWHERE, value);
  }

  public static JsonTree number(long value) {
    return new JsonTree.Num(NOWHERE, String.valueOf(value));
  }

  public static JsonTree bool(boolean value) {
    return new JsonTree.Bool(NOWHERE, value);
  }

  public static JsonTree list(List<? extends JsonTree> items) {
    return new Arr(NOWHERE, List.copyOf(items));
  }

  public static JsonTree texts(List<String> items) {
    return list(items.stream().map(JsonText::text).toList());
  }

  public static Obj object(Map<String, JsonTree> members) {
    Map<String, Member> all = new LinkedHashMap<>();
    members.forEach((name, value) -> all.put(name, new Member(NOWHERE, name, value)));
    return new Obj(NOWHERE, Collections.unmodifiableMap(all));
  }

  /// Two blanks a level, HTML not escaped, comments where they belong, a line feed at the end.
  public static String write(JsonTree tree, Comments comments) {
    return new JsonWriter(comments).write(tree);
  }

  /// Text as a JSON string.
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == '\u2028' || c == '\u2029') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
