package dev.motet.io;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads and writes IP address literals without ever asking a resolver.
public final class IpLiteral {
  private IpLiteral() {}

  /// @param text without brackets; IPv4 only as four decimal parts, IPv6 with an optional zone
  /// @return null when it is no literal
  public static @Nullable InetAddress parse(String text) {
    try {
      if (text.startsWith("[")) {
        return null;
      }
      if (text.indexOf(':') >= 0) {
        return Inet6Address.ofLiteral(text);
      }
      return isDottedQuad(text) ? Inet4Address.ofLiteral(text) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// An address as people write it: of IPv6 the short form of RFC 5952, with its zone, without
  /// brackets.
  public static String text(InetAddress address) {
    String full = address.getHostAddress();
    if (!(address instanceof Inet6Address)) {
      return full;
    }
    int zone = full.indexOf('%');
    String[] groups = (zone < 0 ? full : full.substring(0, zone)).split(":", -1);
    int from = 0;
    int zeros = 1;
    for (int i = 0; i < groups.length; i++) {
      int run = zerosAt(groups, i);
      if (run > zeros) {
        from = i;
        zeros = run;
      }
    }
    String text =
        zeros == 1
            ? String.join(":", groups)
            : joined(groups, 0, from) + "::" + joined(groups, from + zeros, groups.length);
    return zone < 0 ? text : text + full.substring(zone);
  }

  private static int zerosAt(String[] groups, int from) {
    int i = from;
    while (i < groups.length && groups[i].equals("0")) {
      i++;
    }
    return i - from;
  }

  private static String joined(String[] groups, int from, int to) {
    return String.join(":", Arrays.asList(groups).subList(from, to));
  }

  /// Four parts without leading zeros: `010.0.0.1` and `127.1` are names, as in Go.
  private static boolean isDottedQuad(String text) {
    int parts = 0;
    int digits = 0;
    boolean leadingZero = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (digits == 0 || digits > 3 || (leadingZero && digits > 1)) {
          return false;
        }
        parts++;
        digits = 0;
      } else if (c >= '0' && c <= '9') {
        leadingZero = digits == 0 ? c == '0' : leadingZero;
        digits++;
      } else {
        return false;
      }
    }
    return parts == 4;
  }
}
