package dev.motet.json;

import java.util.Locale;
import java.util.regex.Pattern;

/// Routing marks written as text, the way Go writes integers (config-check 17): `0x1`, `010`,
/// `0b11`, `1_000`.
final class Marks {
  static final String EXPECTED = "a mark: an integer of 0 to 4294967295, or as text 0x1f";
  static final long MAX = 0xffff_ffffL;

  private static final Pattern UNDERSCORES = Pattern.compile(".*(__|_$).*|_.*");

  private Marks() {}

  static Long parse(String text) {
    if (UNDERSCORES.matcher(text).matches() || text.startsWith("+") || text.startsWith("-")) {
      throw new IllegalArgumentException(EXPECTED);
    }
    String digits = text.toLowerCase(Locale.ROOT).replace("_", "");
    int radix = radix(digits);
    int prefix = radix == 10 ? 0 : digits.matches("0[xbo].*") ? 2 : 1;
    try {
      long value = Long.parseLong(digits.substring(prefix), radix);
      if (value <= MAX && Character.digit(digits.charAt(prefix), radix) >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below, in words that name the expectation
    }
    throw new IllegalArgumentException(EXPECTED);
  }

  private static int radix(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return 10;
    }
    return switch (digits.charAt(1)) {
      case 'x' -> 16;
      case 'b' -> 2;
      default -> 8;
    };
  }
}
