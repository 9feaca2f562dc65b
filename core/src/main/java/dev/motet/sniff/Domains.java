package dev.motet.sniff;

import org.jspecify.annotations.Nullable;

/// The names that clients give, before rules and logs see them.
final class Domains {
  private static final int MAX_LENGTH = 255;
  private static final String NOT_IN_HOSTS = "/?#@\\<>\"{}|^`,%";

  private Domains() {}

  /// The name if it could be that of a host: visible ASCII without the marks that have a meaning
  /// around names. Else null, so that no client writes into logs or messages what it likes.
  static @Nullable String claimed(@Nullable String name) {
    if (name == null || name.isEmpty() || name.length() > MAX_LENGTH) {
      return null;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7f || NOT_IN_HOSTS.indexOf(c) >= 0) {
        return null;
      }
    }
    return name;
  }
}
