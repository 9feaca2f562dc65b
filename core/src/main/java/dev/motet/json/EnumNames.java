package dev.motet.json;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// How the constants of an enum are written in a configuration.
final class EnumNames {
  private EnumNames() {}

  /// Name in the configuration → constant, in order of declaration.
  static <E extends Enum<E>> Map<String, E> of(Class<E> type) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      String text = constant.toString();
      names.put(text.equals(constant.name()) ? text.toLowerCase(Locale.ROOT) : text, constant);
    }
    return names;
  }
}
