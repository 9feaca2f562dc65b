package dev.motet.http.h1;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What header fields say about one connection only, and not about the message (RFC 9110 7.6.1).
public final class Persistence {
  private static final List<String> HOP_BY_HOP =
      List.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade");

  private Persistence() {}

  static boolean keepsAlive(int minor, Headers headers) {
    List<String> options = new ArrayList<>(headers.words("Connection"));
    options.addAll(headers.words("Proxy-Connection"));
    return !options.contains("close") && (minor == 1 || options.contains("keep-alive"));
  }

  /// A copy without what a proxy must not pass on. `Content-Length` stays whoever names it.
  public static Headers endToEnd(Headers headers) {
    Set<String> dropped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    dropped.addAll(headers.words("Connection"));
    dropped.addAll(HOP_BY_HOP);
    dropped.remove("Content-Length");
    dropped.remove("Host");
    Headers kept = new Headers();
    for (Headers.Field field : headers) {
      if (!dropped.contains(field.name())) {
        kept.add(field.name(), field.value());
      }
    }
    return kept;
  }
}
