package dev.motet.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON between programs: maps, lists, text, numbers, truth values and null, without positions.
public final class PlainJson {
  private PlainJson() {}

  /// In one line, members in the order of the map.
  ///
  /// @throws IllegalArgumentException for a value that JSON has not
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder(200);
    write(out, value);
    return out.toString();
  }

  private static void write(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> out.append(JsonText.quote(text));
      case Boolean b -> out.append(b);
      case Integer i -> out.append(i);
      case Long l -> out.append(l);
      case Double d -> out.append(d);
      case Map<?, ?> map -> {
        char before = '{';
        for (Map.Entry<?, ?> e : map.entrySet()) {
          out.append(before).append(JsonText.quote(String.valueOf(e.getKey()))).append(':');
          write(out, e.getValue());
          before = ',';
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        char before = '[';
        for (Object item : list) {
          out.append(before);
          write(out, item);
          before = ',';
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      default -> throw new IllegalArgumentException("no JSON: " + value.getClass().getName());
    }
  }

  /// Numbers become [Long] where they are whole, else [Double].
  ///
  /// @throws ConfigException when it is no JSON
  public static @Nullable Object read(String text) throws ConfigException {
    Problems problems = new Problems();
    JsonTree tree = JsonReader.read(new SourceText("", text), problems);
    problems.throwIfErrors();
    return tree == null ? null : value(tree);
  }

  private static @Nullable Object value(JsonTree tree) {
    return switch (tree) {
      case JsonTree.Obj o -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        o.members().values().forEach(member -> map.put(member.name(), value(member.value())));
        yield map;
      }
      case JsonTree.Arr a -> {
        List<@Nullable Object> list = new ArrayList<>();
        a.items().forEach(item -> list.add(value(item)));
        yield list;
      }
      case JsonTree.Text t -> t.value();
      case JsonTree.Num n -> number(n.text());
      case JsonTree.Bool b -> b.value();
      case JsonTree.Null _ -> null;
    };
  }

  private static Object number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException _) {
      return Double.valueOf(text);
    }
  }
}
