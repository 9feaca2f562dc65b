package dev.motet.app.log;

import dev.motet.core.Log;
import dev.motet.core.Session;
import dev.motet.option.LogOptions.LogLevel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/// A logger that hands everything to its factory. Thread-safe.
final class MotetLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1;

  private final transient LogFactory factory;

  MotetLogger(String name, LogFactory factory) {
    this.name = name;
    this.factory = factory;
  }

  @Override
  public void log(LoggingEvent event) {
    String message = event.getMessage();
    if (event.getArgumentArray() != null) {
      message = MessageFormatter.basicArrayFormat(message, event.getArgumentArray());
    }
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    emit(event.getLevel(), message, fields(pairs), session(pairs), event.getThrowable());
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    String message =
        arguments == null ? pattern : MessageFormatter.basicArrayFormat(pattern, arguments);
    emit(level, message, Map.of(), null, cause);
  }

  private void emit(
      Level level,
      @Nullable String message,
      Map<String, Object> fields,
      @Nullable Session session,
      @Nullable Throwable cause) {
    factory.log(level(level), name, message == null ? "" : message, fields, session, cause);
  }

  /// All but the session, in their order.
  private static Map<String, Object> fields(@Nullable List<KeyValuePair> pairs) {
    if (pairs == null || pairs.stream().allMatch(pair -> pair.key.equals(Log.SESSION))) {
      return Map.of();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    for (KeyValuePair pair : pairs) {
      if (!pair.key.equals(Log.SESSION)) {
        fields.put(pair.key, pair.value);
      }
    }
    return fields;
  }

  private static @Nullable Session session(@Nullable List<KeyValuePair> pairs) {
    if (pairs != null) {
      for (KeyValuePair pair : pairs) {
        if (pair.key.equals(Log.SESSION) && pair.value instanceof Session session) {
          return session;
        }
      }
    }
    return null;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return factory.isEnabled(LogLevel.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return factory.isEnabled(LogLevel.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return factory.isEnabled(LogLevel.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return factory.isEnabled(LogLevel.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return factory.isEnabled(LogLevel.ERROR);
  }

  private static LogLevel level(Level level) {
    return switch (level) {
      case TRACE -> LogLevel.TRACE;
      case DEBUG -> LogLevel.DEBUG;
      case INFO -> LogLevel.INFO;
      case WARN -> LogLevel.WARN;
      case ERROR -> LogLevel.ERROR;
    };
  }
}
