package dev.motet.core;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// The log of one component, named as sing-box names it (`inbound/socks[in]`). Lines of a session
/// carry it as the key `session`, from which a provider prints the connection's id and age.
///
/// Arguments are formatted only when the level is on. Never pass a secret.
public final class Log {
  /// Key of the session in an event's key-value pairs.
  public static final String SESSION = "session";

  private final Logger logger;

  private Log(Logger logger) {
    this.logger = logger;
  }

  public static Log named(String name) {
    return new Log(LoggerFactory.getLogger(name));
  }

  public boolean isEnabled(Level level) {
    return logger.isEnabledForLevel(level);
  }

  public void trace(@Nullable Session session, String format, @Nullable Object... arguments) {
    log(Level.TRACE, session, format, arguments);
  }

  public void debug(@Nullable Session session, String format, @Nullable Object... arguments) {
    log(Level.DEBUG, session, format, arguments);
  }

  public void info(@Nullable Session session, String format, @Nullable Object... arguments) {
    log(Level.INFO, session, format, arguments);
  }

  public void warn(@Nullable Session session, String format, @Nullable Object... arguments) {
    log(Level.WARN, session, format, arguments);
  }

  public void error(@Nullable Session session, String format, @Nullable Object... arguments) {
    log(Level.ERROR, session, format, arguments);
  }

  /// A line whose parts programs want to have apart: a provider may print the fields beside the
  /// message, or leave them out.
  ///
  /// @param fields text, numbers, lists of them; in the order to show them
  public void info(
      Session session, Map<String, ?> fields, String format, @Nullable Object... arguments) {
    if (logger.isInfoEnabled()) {
      LoggingEventBuilder event = logger.atInfo().addKeyValue(SESSION, session);
      for (Map.Entry<String, ?> field : fields.entrySet()) {
        event = event.addKeyValue(field.getKey(), (Object) field.getValue());
      }
      event.log(format, arguments);
    }
  }

  /// A bug of this program: with its stack trace.
  public void bug(@Nullable Session session, Throwable cause) {
    LoggingEventBuilder event = logger.atError().setCause(cause);
    (session == null ? event : event.addKeyValue(SESSION, session)).log("unexpected error");
  }

  private void log(Level level, @Nullable Session session, String format, @Nullable Object[] args) {
    if (!logger.isEnabledForLevel(level)) {
      return;
    }
    LoggingEventBuilder event = logger.atLevel(level);
    (session == null ? event : event.addKeyValue(SESSION, session)).log(format, args);
  }
}
