package dev.motet.app.log;

import dev.motet.option.LogOptions;
import dev.motet.option.LogOptions.LogFormat;
import java.time.ZoneId;
import java.util.function.Supplier;

/// How a line looks (inventory TOP-4).
///
/// @param zone of the date, asked only for a date: to find it out takes many milliseconds of a
///   start
record LogStyle(LogFormat format, Time time, boolean colour, Supplier<ZoneId> zone) {
  /// Seconds since the start, no colour.
  static final LogStyle PLAIN =
      new LogStyle(LogFormat.TEXT, Time.SINCE_START, false, ZoneId::systemDefault);

  /// What stands in front of a text line.
  enum Time {
    NONE,
    SINCE_START,
    DATE
  }

  /// @param output `stderr`, `stdout` or a file, which has no colour and no seconds
  static LogStyle of(LogOptions options, String output, boolean colour) {
    boolean file = LogTarget.isFile(output);
    Time time = options.timestamp() ? Time.DATE : file ? Time.NONE : Time.SINCE_START;
    return new LogStyle(options.format(), time, colour && !file, ZoneId::systemDefault);
  }

  LogStyle withColour(boolean other) {
    return new LogStyle(format, time, other, zone);
  }

  String line(LogEvent event, long startNanos) {
    return switch (format) {
      case TEXT -> new TextLine(this, event).write(startNanos);
      case JSON -> JsonLine.write(event);
    };
  }
}
