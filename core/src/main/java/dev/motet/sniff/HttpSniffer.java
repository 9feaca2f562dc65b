package dev.motet.sniff;

import dev.motet.http.h1.Authority;
import dev.motet.http.h1.HttpException;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;
import org.jspecify.annotations.Nullable;

/// HTTP/1 and the preface of HTTP/2: a request line and headers, up to the one that names the host
/// (inventory SN-2). What follows is not waited for, so that headers may be of any length.
final class HttpSniffer implements StreamSniffer {
  /// The longest registered method has 17.
  private static final int MAX_METHOD = 32;

  private static final int DEFAULT_PORT = 80;

  @Override
  public Sniffed recognise(ByteReader seen) throws ProtocolException {
    return new Sniffed.Found(Sniffer.HTTP, host(seen), null);
  }

  // method, SP, target, SP, "HTTP/" digit "." digit, end of line; headers; empty line
  private static @Nullable String host(ByteReader in) throws ProtocolException {
    String method = method(in);
    String target = target(in);
    version(in);
    String named = namedBy(method, target);
    return named == null ? hostHeader(in) : host(named);
  }

  private static String method(ByteReader in) throws ProtocolException {
    StringBuilder method = new StringBuilder(8);
    for (int c = in.u8(); c != ' '; c = in.u8()) {
      if (!isToken(c) || method.length() == MAX_METHOD) {
        throw new ProtocolException("character " + c + " in a method");
      }
      method.append((char) c);
    }
    if (method.isEmpty()) {
      throw new ProtocolException("no method");
    }
    return method.toString();
  }

  private static String target(ByteReader in) throws ProtocolException {
    StringBuilder target = new StringBuilder(32);
    for (int c = in.u8(); c != ' '; c = in.u8()) {
      if (c <= ' ' || c == 0x7f) {
        throw new ProtocolException("character " + c + " in a request target");
      }
      target.append((char) c);
    }
    return target.toString();
  }

  private static void version(ByteReader in) throws ProtocolException {
    for (int i = 0; i < 5; i++) {
      require(in.u8() == "HTTP/".charAt(i));
    }
    require(isDigit(in.u8()));
    require(in.u8() == '.');
    require(isDigit(in.u8()));
    int c = in.u8();
    require(c == '\n' || (c == '\r' && in.u8() == '\n'));
  }

  /// The authority in the target itself; null when a header says it.
  private static @Nullable String namedBy(String method, String target) throws ProtocolException {
    if (target.startsWith("/") || target.equals("*")) {
      return null;
    }
    if (method.equals("CONNECT")) {
      return target;
    }
    int scheme = target.indexOf("://");
    require(scheme > 0);
    int start = scheme + 3;
    int end = start;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    String authority = target.substring(Math.max(start, target.lastIndexOf('@', end) + 1), end);
    return authority.isEmpty() ? null : authority;
  }

  /// The first `Host`; null when the headers end without one.
  private static @Nullable String hostHeader(ByteReader in) throws ProtocolException {
    boolean first = true;
    while (true) {
      int c = in.u8();
      if (c == '\n' || c == '\r') {
        require(c == '\n' || in.u8() == '\n');
        return null;
      }
      if (c == ' ' || c == '\t') {
        require(!first); // a folded line continues the one before
        value(in, false);
      } else if (isHost(c, in)) {
        return host(value(in, true));
      } else {
        value(in, false);
      }
      first = false;
    }
  }

  /// Reads a name whose first character is `c`, and the colon.
  private static boolean isHost(int c, ByteReader in) throws ProtocolException {
    String host = "host";
    int length = 0;
    boolean same = true;
    for (int next = c; next != ':'; next = in.u8()) {
      require(isToken(next));
      same &= length < host.length() && (next | 0x20) == host.charAt(length);
      length++;
    }
    require(length > 0);
    return same && length == host.length();
  }

  /// Reads to the end of the line.
  private static String value(ByteReader in, boolean wanted) throws ProtocolException {
    StringBuilder value = new StringBuilder();
    for (int c = in.u8(); c != '\n'; c = in.u8()) {
      require(c >= ' ' || c == '\t' || c == '\r');
      if (wanted) {
        value.append((char) c);
      }
    }
    return value.toString();
  }

  private static @Nullable String host(String authority) {
    try {
      return Domains.claimed(Authority.parse(authority.strip(), DEFAULT_PORT).host());
    } catch (HttpException _) {
      return null; // a request all the same
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isToken(int c) {
    return isDigit(c)
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static void require(boolean met) throws ProtocolException {
    if (!met) {
      throw new ProtocolException("not a request");
    }
  }
}
