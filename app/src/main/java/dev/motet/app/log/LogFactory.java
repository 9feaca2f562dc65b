package dev.motet.app.log;

import dev.motet.core.Session;
import dev.motet.option.LogOptions;
import dev.motet.option.LogOptions.LogLevel;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All loggers of the process and what they share: level, style, output. Thread-safe.
///
/// Until [#configure] it logs from `info` on, to the standard error output.
public final class LogFactory implements ILoggerFactory {
  /// A hung terminal or full pipe may hold up the end of the process this long.
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

  private final long startNanos = System.nanoTime();
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final Set<Warnings> collecting = new CopyOnWriteArraySet<>();
  private volatile Settings settings;

  /// One consistent view.
  ///
  /// @param output of the configuration, to tell whether it changed
  private record Settings(LogLevel level, LogStyle style, String output, LogWriter writer) {}

  LogFactory(LogTarget target) {
    this.settings = new Settings(LogLevel.INFO, LogStyle.PLAIN, "stderr", new LogWriter(target));
  }

  /// The one that slf4j found; null when the class path holds another provider.
  public static @Nullable LogFactory installed() {
    return LoggerFactory.getILoggerFactory() instanceof LogFactory factory ? factory : null;
  }

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, n -> new MotetLogger(n, this));
  }

  /// Applies the section `log`. On an exception the old settings stay.
  ///
  /// @throws IOException when the file cannot be written
  public void configure(LogOptions options, boolean colour) throws IOException {
    Settings old = settings;
    String output = options.output().isEmpty() ? "stderr" : options.output();
    boolean same = output.equals(old.output);
    LogWriter writer = same ? old.writer : new LogWriter(LogTarget.of(output));
    LogLevel level = options.disabled() ? LogLevel.FATAL : options.level();
    settings = new Settings(level, LogStyle.of(options, output, colour), output, writer);
    if (!same) {
      old.writer.close(FLUSH_LIMIT);
    }
  }

  /// Warnings go to this one too, until [#forget].
  void tell(Warnings warnings) {
    collecting.add(warnings);
  }

  void forget(Warnings warnings) {
    collecting.remove(warnings);
  }

  /// Colour before the section `log` is known.
  public void colour(boolean colour) {
    Settings old = settings;
    settings = new Settings(old.level, old.style.withColour(colour), old.output, old.writer);
  }

  /// The level in force, as the configuration names it.
  public String level() {
    return settings.level.name().toLowerCase(Locale.ROOT);
  }

  /// Changes the level until the next [#configure].
  ///
  /// @throws IllegalArgumentException when there is no such level; the message is for the user
  public void level(String name) {
    for (LogLevel level : LogLevel.values()) {
      if (level.name().equalsIgnoreCase(name)) {
        Settings old = settings;
        settings = new Settings(level, old.style, old.output, old.writer);
        return;
      }
    }
    throw new IllegalArgumentException(
        "no log level \""
            + name
            + "\" (expected: trace, debug, info, warn, error, fatal or panic)");
  }

  /// Opens the log file again, after it was moved away.
  public void reopen() throws IOException {
    settings.writer.reopen();
  }

  /// What ends the program; printed at every level.
  public void fatal(String message) {
    log(LogLevel.FATAL, "", message, Map.of(), null, null);
  }

  /// Waits until all lines are written, for a short while.
  public void flush() {
    settings.writer.flush(FLUSH_LIMIT);
  }

  boolean isEnabled(LogLevel level) {
    return level.compareTo(settings.level) >= 0
        || (level == LogLevel.WARN && !collecting.isEmpty());
  }

  void log(
      LogLevel level,
      String tag,
      String message,
      Map<String, Object> fields,
      @Nullable Session session,
      @Nullable Throwable cause) {
    Settings current = settings;
    LogEvent event =
        new LogEvent(
            System.currentTimeMillis(),
            System.nanoTime(),
            level,
            tag,
            message,
            fields,
            session,
            cause);
    if (level == LogLevel.FATAL || level.compareTo(current.level) >= 0) {
      current.writer.write(current.style.line(event, startNanos));
    }
    if (level == LogLevel.WARN) {
      collecting.forEach(warnings -> warnings.add(tag, message));
    }
  }
}
