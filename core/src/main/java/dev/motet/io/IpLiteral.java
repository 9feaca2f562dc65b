package dev.motet.io;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Recognises IP address literals without ever asking a resolver.
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
