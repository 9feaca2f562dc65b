package dev.motet.protocol.group;

import dev.motet.http.h1.HttpUrl;
import dev.motet.io.ProtocolException;
import dev.motet.json.Fields;
import java.time.Duration;

/// How the members of a group are tested (inventory OUT-5).
///
/// @param url as it was written; no test succeeds where it is none
/// @param interval between tests while the group is used
/// @param idleTimeout after which an unused group is tested no longer
record TestOptions(String url, Duration interval, Duration idleTimeout) {
  private static final String URL = "https://www.gstatic.com/generate_204";

  static TestOptions decode(Fields f) {
    Duration interval = positive(f, "interval", Duration.ofMinutes(3));
    Duration idleTimeout = positive(f, "idle_timeout", Duration.ofMinutes(30));
    if (interval.compareTo(idleTimeout) > 0) {
      String written = f.has("interval") ? "interval" : "idle_timeout";
      f.invalid(written, "interval must be less or equal than idle_timeout");
    }
    return new TestOptions(url(f), interval, idleTimeout);
  }

  private static String url(Fields f) {
    String url = f.string("url", "");
    if (url.isEmpty()) {
      return URL;
    }
    try {
      HttpUrl.parse(url);
    } catch (ProtocolException e) {
      f.warn("url", "no test can succeed: " + e.getMessage());
    }
    return url;
  }

  /// Zero is the default, and so is less.
  private static Duration positive(Fields f, String name, Duration fallback) {
    Duration value = f.duration(name, fallback);
    return value.isPositive() ? value : fallback;
  }
}
