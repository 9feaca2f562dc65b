package dev.motet.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Ports from one to another, both inclusive; empty when `from` is greater (config-check 15).
public record PortRange(int from, int to) {
  static final String EXPECTED = "a port range as 1000:2000, :2000 or 1000:";

  private static final Pattern FORM = Pattern.compile("([0-9]{0,5}):([0-9]{0,5})");

  /// @throws IllegalArgumentException with what was expected
  static PortRange parse(String text) {
    Matcher m = FORM.matcher(text);
    if (m.matches()) {
      PortRange range = new PortRange(port(m.group(1), 0), port(m.group(2), 0xffff));
      if (range.from <= 0xffff && range.to <= 0xffff) {
        return range;
      }
    }
    throw new IllegalArgumentException(EXPECTED);
  }

  private static int port(String digits, int open) {
    return digits.isEmpty() ? open : Integer.parseInt(digits);
  }

  boolean isEmpty() {
    return from > to;
  }
}
