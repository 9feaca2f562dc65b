package dev.motet.protocol.group;

import dev.motet.json.Fields;
import java.time.Duration;

/// How often a connection attempt is repeated after everything that it tried has failed.
///
/// @param attempts further ones; 0 for none
/// @param delay before each of them
record RetryOptions(int attempts, Duration delay) {
  static final RetryOptions NONE = new RetryOptions(0, Duration.ZERO);

  private static final int MAX_ATTEMPTS = 10;

  static RetryOptions decode(Fields f) {
    Duration delay = f.duration("delay", Duration.ofMillis(100));
    if (delay.isNegative()) {
      f.invalid("delay", "a negative duration (expected: 0 or more)");
    }
    return new RetryOptions((int) f.integer("attempts", 0, MAX_ATTEMPTS, 1), delay);
  }
}
