package dev.motet.app.log;

import dev.motet.core.Log;
import dev.motet.core.Session;
import dev.motet.option.LogOptions.LogLevel;
import java.util.List;
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
    emit(event.getLevel(), message, session(event.getKeyValuePairs()), event.getThrowable());
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
    emit(level, message, null, cause);
  }

  private void emit(
      Level level, @Nullable String message, @Nullable Session session, @Nullable Throwable cause) {
    factory.log(level(level), name, message == null ? "" : message, session, cause);
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
