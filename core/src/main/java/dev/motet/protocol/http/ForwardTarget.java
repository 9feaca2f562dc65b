package dev.motet.protocol.http;

import dev.motet.http.h1.Authority;
import dev.motet.http.h1.HttpException;
import dev.motet.http.h1.RequestHead;
import dev.motet.io.Destination;

/// Where a request in absolute form goes, and what it asks for there (RFC 9112 section 3.2.2).
///
/// @param path with the query; `*` for OPTIONS of the whole server
record ForwardTarget(Destination destination, String path) {
  private static final String SCHEME = "http://";
  private static final int PORT = 80;

  static ForwardTarget of(RequestHead request) throws HttpException {
    String target = request.target();
    if (!target.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      boolean url = target.contains("://");
      throw new HttpException(
          url ? 501 : 400, "request target that is no http URL (expected: http://host/path)");
    }
    if (target.indexOf('#') >= 0) {
      throw new HttpException(400, "fragment in the request target");
    }
    int start = SCHEME.length();
    int end = start;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    Destination destination = Authority.parse(target.substring(start, end), PORT);
    return new ForwardTarget(destination, path(request.method(), target.substring(end)));
  }

  /// What `Host` has to say.
  String host() {
    return Authority.format(destination, PORT);
  }

  private static String path(String method, String rest) {
    if (rest.isEmpty()) {
      return method.equals("OPTIONS") ? "*" : "/";
    }
    return rest.startsWith("?") ? "/" + rest : rest;
  }
}
