package dev.motet.option;

import dev.motet.json.Fields;
import java.util.Locale;

/// The section `log` (inventory TOP-3).
///
/// @param output `""` and `stderr`, `stdout`, or a file
/// @param timestamp date and time in front of each line instead of seconds since the start
public record LogOptions(
    boolean disabled, LogLevel level, String output, boolean timestamp, LogFormat format) {
  /// Without the section.
  public static final LogOptions DEFAULT =
      new LogOptions(false, LogLevel.TRACE, "", false, LogFormat.TEXT);

  /// How much is logged, from most to least.
  public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL,
    PANIC
  }

  /// Lines as sing-box writes them, or one JSON object a line (only here).
  public enum LogFormat {
    TEXT,
    JSON
  }

  public static LogOptions decode(Fields f) {
    boolean disabled = f.bool("disabled", false);
    LogLevel level =
        disabled
            ? ignoredLevel(f)
            : f.parsed(
                "level", "trace, debug, info, warn, error, fatal or panic", LogOptions::level);
    return new LogOptions(
        disabled,
        level == null ? LogLevel.TRACE : level,
        f.string("output", ""),
        f.bool("timestamp", false),
        f.choice("format", LogFormat.class, LogFormat.TEXT));
  }

  /// config-check 40: a disabled log has any level.
  private static LogLevel ignoredLevel(Fields f) {
    f.string("level", "");
    return LogLevel.TRACE;
  }

  private static LogLevel level(String text) {
    return switch (text) {
      case "" -> LogLevel.TRACE;
      case "warning" -> LogLevel.WARN;
      case "trace", "debug", "info", "warn", "error", "fatal", "panic" ->
          LogLevel.valueOf(text.toUpperCase(Locale.ROOT));
      default -> throw new IllegalArgumentException();
    };
  }
}
