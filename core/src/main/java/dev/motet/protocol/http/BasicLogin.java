package dev.motet.protocol.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Name and password as `Proxy-Authorization` carries them (RFC 7617).
record BasicLogin(String username, String password) {
  private static final String SCHEME = "Basic ";

  // "Basic ", base64 of: username, ':', password
  /// @return null when it is something else
  static @Nullable BasicLogin read(@Nullable String value) {
    if (value == null || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(value.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException _) {
      return null; // not base64: no login
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    return colon < 0 ? null : new BasicLogin(text.substring(0, colon), text.substring(colon + 1));
  }

  String write() {
    byte[] bytes = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return SCHEME + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "BasicLogin[" + username + ", ***]";
  }
}
