package dev.motet.json;

import dev.motet.json.JsonTree.Obj;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A present value of a field or of an item in its list, about to be converted.
///
/// Conversions note a problem and return null (or the given fallback) when the value is wrong.
record Value(JsonTree tree, String path, Problems problems, boolean hollowIsAbsent) {

  /// The items of a list; the value itself when it is none.
  List<Value> items() {
    if (!(tree instanceof JsonTree.Arr(_, List<JsonTree> list))) {
      return List.of(this);
    }
    List<Value> items = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      items.add(new Value(list.get(i), path + "[" + i + "]", problems, hollowIsAbsent));
    }
    return items;
  }

  void warnHollow() {
    problems.warning(tree.place(), path, tree.describe() + " without content counts as absent");
  }

  private void wrong(String expected) {
    problems.error(tree.place(), path, tree.describe() + " is not " + expected);
  }

  boolean is(Class<? extends JsonTree> type, String expected) {
    if (type.isInstance(tree)) {
      return true;
    }
    wrong(expected);
    return false;
  }

  @Nullable String textOrNull(String expected) {
    return is(JsonTree.Text.class, expected) ? ((JsonTree.Text) tree).value() : null;
  }

  String text(String expected, String fallback) {
    String text = textOrNull(expected);
    return text == null ? fallback : text;
  }

  /// Text that no message repeats.
  @Nullable String secret() {
    if (tree instanceof JsonTree.Text(_, String value)) {
      return value;
    }
    problems.error(tree.place(), path, "the value is not text");
    return null;
  }

  @Nullable Boolean bool() {
    return is(JsonTree.Bool.class, "true or false") ? ((JsonTree.Bool) tree).value() : null;
  }

  @Nullable Obj object() {
    return is(Obj.class, "an object") ? (Obj) tree : null;
  }

  /// The same, but `{}` where it is `null`.
  Value nullAsEmpty() {
    return tree instanceof JsonTree.Null(var place)
        ? new Value(new Obj(place, Map.of()), path, problems, hollowIsAbsent)
        : this;
  }

  long integer(long min, long max, long fallback) {
    String expected = "an integer of " + min + " to " + max;
    if (!is(JsonTree.Num.class, expected)) {
      return fallback;
    }
    String text = ((JsonTree.Num) tree).text();
    Long plain = plain(text);
    if (plain != null) {
      if (plain < min || plain > max) {
        wrong(expected);
        return fallback;
      }
      return plain;
    }
    BigDecimal number = new BigDecimal(text);
    // An exponent beyond any long is refused before it is expanded.
    boolean small =
        number.signum() == 0 || Math.abs((long) number.precision() - number.scale()) < 40;
    boolean negativeZero = number.signum() == 0 && text.startsWith("-") && min >= 0;
    if (!small || negativeZero || number.stripTrailingZeros().scale() > 0) {
      wrong(expected);
      return fallback;
    }
    if (number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      wrong(expected);
      return fallback;
    }
    return number.longValueExact();
  }

  /// An integer as nearly all are written; null for what needs `BigDecimal`, whose tables take
  /// milliseconds of a start.
  private static @Nullable Long plain(String text) {
    boolean digits = text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.valueOf(text) : null;
  }

  <T> @Nullable T parsed(String expected, Fields.Parser<T> parser) {
    String text = textOrNull(expected);
    return text == null ? null : convert(text, expected, parser);
  }

  private <T> @Nullable T convert(String text, String expected, Fields.Parser<T> parser) {
    try {
      return parser.parse(text);
    } catch (IllegalArgumentException e) {
      String detail = e.getMessage();
      boolean says = detail != null && !detail.isEmpty() && !detail.equals(expected);
      wrong(expected + (says ? " (" + detail + ")" : ""));
      return null;
    }
  }

  /// config-check 11: a null item of a list counts as `""`.
  <T> @Nullable T element(String expected, String ofNull, Fields.Parser<T> parser) {
    if (tree instanceof JsonTree.Null) {
      problems.warning(tree.place(), path, "null in a list counts as \"\"");
      return convert(ofNull, expected, parser);
    }
    return parsed(expected, parser);
  }

  /// config-check 11: a null item of a list counts as 0.
  @Nullable Long integerElement(long min, long max) {
    if (tree instanceof JsonTree.Null) {
      problems.warning(tree.place(), path, "null in a list counts as 0");
      return 0L;
    }
    return integer(min, max, min);
  }

  /// `""` is the fallback, as in Go's configuration an empty text is an absent one.
  <E> @Nullable E choice(Map<String, E> names, E fallback) {
    String expected = "one of " + String.join(", ", names.keySet());
    String text = textOrNull(expected);
    if (text == null || text.isEmpty()) {
      return fallback;
    }
    E chosen = names.get(text);
    if (chosen == null) {
      problems.error(
          tree.place(), path, tree.describe() + " is unknown" + suggestion(text, names.keySet()));
    }
    return chosen;
  }

  /// Notes that `name` is none of the variants: not built yet, or a typo.
  void unknownVariant(String key, String name, Collection<String> known, List<String> unbuilt) {
    if (unbuilt.contains(name)) {
      problems.unbuilt(tree.place(), path, key + " \"" + name + "\" is known but not built yet");
      return;
    }
    List<String> all = new ArrayList<>(known);
    all.addAll(unbuilt);
    problems.error(
        tree.place(), path, "unknown " + key + " " + JsonTree.quote(name) + suggestion(name, all));
  }

  /// `; did you mean "x"? (x, y, z)`
  static String suggestion(String wrong, Collection<String> known) {
    return Suggest.phrase(wrong, known) + " (known: " + String.join(", ", known) + ")";
  }
}
