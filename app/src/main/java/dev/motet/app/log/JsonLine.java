package dev.motet.app.log;

import dev.motet.core.Session;
import dev.motet.json.PlainJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;

/// One JSON object a line, for collectors of logs.
final class JsonLine {
  private JsonLine() {}

  static String write(LogEvent event) {
    StringBuilder out = new StringBuilder(200).append('{');
    member(out, "time", Instant.ofEpochMilli(event.millis()).toString());
    member(out.append(','), "level", event.level().name().toLowerCase(Locale.ROOT));
    if (!event.tag().isEmpty()) {
      member(out.append(','), "tag", event.tag());
    }
    Session session = event.session();
    if (session != null) {
      out.append(",\"session\":").append(Integer.toUnsignedString(session.facts().id()));
      out.append(",\"age_ms\":").append(Math.max(0, event.sessionAge().toMillis()));
    }
    event
        .fields()
        .forEach((name, value) ->
            out.append(",\"").append(name).append("\":").append(PlainJson.write(value)));
    member(out.append(','), "message", event.message());
    if (event.cause() != null) {
      StringWriter trace = new StringWriter();
      event.cause().printStackTrace(new PrintWriter(trace));
      member(out.append(','), "error", trace.toString());
    }
    return out.append("}\n").toString();
  }

  private static void member(StringBuilder out, String name, String value) {
    out.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (TextLine.isInvisible(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
