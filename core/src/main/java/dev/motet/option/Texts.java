package dev.motet.option;

import dev.motet.json.Fields;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Go's habit that an empty value is an absent one.
final class Texts {
  private Texts() {}

  /// Null when absent or `""`.
  static @Nullable String nonEmpty(Fields f, String name) {
    String text = f.optionalString(name);
    return text == null || text.isEmpty() ? null : text;
  }

  /// Unlike [Map#of] in this order.
  static <V> Map<String, V> inOrder(String first, V one, String second, V two) {
    Map<String, V> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, two);
    return Collections.unmodifiableMap(map);
  }

  /// A parser that refuses `""`.
  static String filled(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /// An object that may say that it is off; null then.
  static <T> @Nullable T section(Fields f, String name, Fields.Decoder<Optional<T>> decoder) {
    Optional<T> found = f.optional(name, decoder);
    return found == null || found.isEmpty() ? null : found.get();
  }

  static @Nullable Boolean orElse(@Nullable Boolean value, @Nullable Boolean absent) {
    return value == null ? absent : value;
  }

  /// Zero is the default, and so is less.
  static Duration positive(Duration value, Duration fallback) {
    return value.isPositive() ? value : fallback;
  }
}
