package dev.motet.json;

import java.util.List;
import java.util.Map;

/// A JSON value that knows where it stands. Immutable.
public sealed interface JsonTree {
  /// From the first character of the value to behind its last one.
  Place place();

  /// A range of a source.
  record Place(SourceText source, int start, int end) {
    public Position position(String path) {
      return source.position(path, start);
    }
  }

  /// Members in file order; a name occurs once.
  record Obj(Place place, Map<String, Member> members) implements JsonTree {}

  /// One name of an object and its value.
  ///
  /// @param place of the name
  record Member(Place place, String name, JsonTree value) {}

  /// A list.
  record Arr(Place place, List<JsonTree> items) implements JsonTree {}

  /// A string, unescaped; unpaired surrogates are U+FFFD.
  record Text(Place place, String value) implements JsonTree {}

  /// A number as it was written.
  record Num(Place place, String text) implements JsonTree {}

  /// `true` or `false`.
  record Bool(Place place, boolean value) implements JsonTree {}

  /// `null`.
  record Null(Place place) implements JsonTree {}

  /// Whether this is `{}`, `[]` or consists of nothing else.
  default boolean isHollow() {
    if (this instanceof Obj o) { // no switch: on the way of every start
      return o.members.values().stream().allMatch(m -> m.value.isHollow());
    }
    return this instanceof Arr a && a.items.stream().allMatch(JsonTree::isHollow);
  }

  /// Whether this says what its absence says: false, null, 0, `""`, hollow.
  default boolean isZero() {
    return switch (this) {
      case Bool b -> !b.value;
      case Num n -> n.text.equals("0");
      case Text t -> t.value.isEmpty();
      case Null _ -> true;
      default -> isHollow();
    };
  }

  /// Whether this is an object that says `"enabled": false`.
  default boolean isDisabled() {
    return this instanceof Obj o
        && o.members.get("enabled") instanceof Member(_, _, Bool(_, boolean on))
        && !on;
  }

  /// For messages: `"text"`, `80.5`, `an object`. Long text is cut.
  default String describe() {
    return switch (this) {
      case Obj _ -> "an object";
      case Arr _ -> "a list";
      case Text t -> quote(t.value);
      case Num n -> n.text.length() > 40 ? n.text.substring(0, 40) + "…" : n.text;
      case Bool b -> String.valueOf(b.value);
      case Null _ -> "null";
    };
  }

  /// In quotes, control characters escaped, cut after 60 characters.
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    int shown = Math.min(text.length(), 60);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == 0x7f) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append(shown < text.length() ? "…\"" : "\"").toString();
  }
}
