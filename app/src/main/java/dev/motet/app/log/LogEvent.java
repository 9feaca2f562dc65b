package dev.motet.app.log;

import dev.motet.core.Session;
import dev.motet.option.LogOptions.LogLevel;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that happened, before it becomes a line.
///
/// @param millis wall time since 1970
/// @param nanos the same moment as `System.nanoTime()`
/// @param tag name of the component; may be empty
/// @param fields what the message says, for programs: text, numbers, lists
record LogEvent(
    long millis,
    long nanos,
    LogLevel level,
    String tag,
    String message,
    Map<String, Object> fields,
    @Nullable Session session,
    @Nullable Throwable cause) {

  /// `12ms`, `3.45s`, `2m3s`.
  static String age(Duration age) {
    long millis = Math.max(0, age.toMillis());
    if (millis < 1000) {
      return millis + "ms";
    }
    if (millis < 60_000) {
      long hundredths = millis % 1000 / 10;
      return millis / 1000 + (hundredths < 10 ? ".0" : ".") + hundredths + "s";
    }
    return millis / 60_000 + "m" + millis / 1000 % 60 + "s";
  }

  /// How long the session had lasted; zero without one.
  Duration sessionAge() {
    return session == null ? Duration.ZERO : Duration.ofNanos(nanos - session.startNanos());
  }
}
