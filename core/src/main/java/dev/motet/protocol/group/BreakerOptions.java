package dev.motet.protocol.group;

import dev.motet.json.Fields;
import java.time.Duration;

/// When a member is left alone for a while.
///
/// @param failures in a row that open the breaker
/// @param window that all of them fall into
/// @param open how long nothing goes to the member then
record BreakerOptions(int failures, Duration window, Duration open) {
  private static final int MAX_FAILURES = 1000;

  static BreakerOptions decode(Fields f) {
    return new BreakerOptions(
        (int) f.integer("failures", 1, MAX_FAILURES, 5),
        positive(f, "window", Duration.ofSeconds(30)),
        positive(f, "open", Duration.ofMinutes(1)));
  }

  private static Duration positive(Fields f, String name, Duration fallback) {
    Duration value = f.duration(name, fallback);
    if (!value.isPositive()) {
      f.invalid(name, "a duration of nothing (expected: more than 0)");
    }
    return value;
  }
}
