package dev.motet.app.log;

import dev.motet.core.Session;
import dev.motet.option.LogOptions.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// `INFO[0012] [3058823123 12ms] inbound/socks[in]: message`, as sing-box writes it.
final class TextLine {
  private static final String RESET = "\u001b[0m";

  private final LogStyle style;
  private final LogEvent event;
  private final StringBuilder out = new StringBuilder(160);

  TextLine(LogStyle style, LogEvent event) {
    this.style = style;
    this.event = event;
  }

  String write(long startNanos) {
    switch (style.time()) {
      case NONE -> level();
      case SINCE_START -> {
        level();
        String seconds = Long.toString(TimeUnit.NANOSECONDS.toSeconds(event.nanos() - startNanos));
        out.append('[').repeat('0', Math.max(0, 4 - seconds.length())).append(seconds).append(']');
      }
      case DATE -> {
        Instant at = Instant.ofEpochMilli(event.millis());
        Date.FORMAT.formatTo(at.atZone(style.zone().get()), out);
        out.append(' ');
        level();
      }
    }
    out.append(' ');
    if (event.session() != null) {
      session(event.session());
    }
    if (!event.tag().isEmpty()) {
      out.append(event.tag()).append(": ");
    }
    out.append(printable(event.message())).append('\n');
    if (event.cause() != null) {
      StringWriter trace = new StringWriter();
      event.cause().printStackTrace(new PrintWriter(trace));
      out.append(trace);
    }
    return out.toString();
  }

  private void level() {
    if (style.colour()) {
      out.append("\u001b[").append(colour(event.level())).append('m');
      out.append(event.level().name()).append(RESET);
    } else {
      out.append(event.level().name());
    }
  }

  private void session(Session session) {
    int id = session.facts().id();
    out.append('[');
    if (style.colour()) {
      out.append("\u001b[38;5;").append(IdColour.of(id)).append('m');
      out.append(Integer.toUnsignedString(id)).append(RESET);
    } else {
      out.append(Integer.toUnsignedString(id));
    }
    out.append(' ').append(LogEvent.age(event.sessionAge())).append("] ");
  }

  private static int colour(LogLevel level) {
    return switch (level) {
      case TRACE, DEBUG -> 37;
      case INFO -> 36;
      case WARN -> 33;
      case ERROR, FATAL, PANIC -> 31;
    };
  }

  /// What a client sent can stand in a message: it must not move the cursor, nor begin a line as an
  /// event does. Lines of our own go on indented.
  static String printable(String message) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (isInvisible(c)) {
        return escaped(message);
      }
    }
    return message;
  }

  private static String escaped(String message) {
    StringBuilder out = new StringBuilder(message.length() + 16);
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c == '\n') {
        out.append("\n    ");
      } else if (isInvisible(c)) {
        out.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// What a terminal or a viewer obeys instead of showing it: control characters, line separators,
  /// marks that turn the direction of the text.
  static boolean isInvisible(char c) {
    if (c < 0x7f) {
      return c < ' ';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /// Made for the first line that has a date.
  private static final class Date {
    static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("xx yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  }
}
