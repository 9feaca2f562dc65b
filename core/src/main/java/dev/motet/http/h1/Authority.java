package dev.motet.http.h1;

import dev.motet.io.Destination;

/// The host and port of a request target or of a `Host` field (RFC 3986 section 3.2).
public final class Authority {
  private static final String NOT_IN_HOSTS = "/?#@\\<>\"{}|^` \t,";

  private Authority() {}

  /// @param defaultPort taken when there is none; 0 when one is required
  public static Destination parse(String text, int defaultPort) throws HttpException {
    int close = text.lastIndexOf(']');
    int colon = text.indexOf(':', Math.max(0, close));
    String host = colon < 0 ? text : text.substring(0, colon);
    int port = colon < 0 || colon == text.length() - 1 ? defaultPort : port(text, colon + 1);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (port == 0 || host.isEmpty() || host.chars().anyMatch(Authority::isForbidden)) {
      throw malformed();
    }
    try {
      Destination destination = Destination.of(host, port);
      boolean literal6 = destination instanceof Destination.Ip && bracketed;
      if ((host.indexOf('[') >= 0 || host.indexOf(']') >= 0) && !literal6) {
        throw malformed();
      }
      return destination;
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  /// As a `Host` field says it.
  public static String format(Destination destination, int defaultPort) {
    String text = destination.toString();
    return destination.port() == defaultPort ? text.substring(0, text.lastIndexOf(':')) : text;
  }

  private static int port(String text, int from) throws HttpException {
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || port > 6553) {
        throw malformed();
      }
      port = 10 * port + c - '0';
    }
    if (port == 0 || port > 0xffff) {
      throw malformed();
    }
    return port;
  }

  private static boolean isForbidden(int c) {
    return c <= ' ' || c >= 0x7f || NOT_IN_HOSTS.indexOf(c) >= 0;
  }

  private static HttpException malformed() {
    return new HttpException(400, "malformed host and port in the request target");
  }
}
