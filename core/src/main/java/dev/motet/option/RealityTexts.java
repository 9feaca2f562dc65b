package dev.motet.option;

import dev.motet.json.Fields;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keys and ids of REALITY as configurations write them (inventory TLS-7, TLS-8).
final class RealityTexts {
  static final int KEY_BYTES = 32;
  static final int ID_BYTES = 8;

  private static final Pattern URL_BASE64 = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern ID = Pattern.compile("([0-9a-fA-F]{2}){0,8}");
  private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  private RealityTexts() {}

  /// Lower-case digits of a key of 32 bytes; null for what is none. Text, so that records compare.
  static @Nullable String key(String text) {
    if (!URL_BASE64.matcher(text).matches()) {
      return null;
    }
    try {
      byte[] key = Base64.getUrlDecoder().decode(text);
      return key.length == KEY_BYTES ? HexFormat.of().formatHex(key) : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /// 16 lower-case digits, filled with zeros behind; null for what is no short id.
  static @Nullable String shortId(String text) {
    return ID.matcher(text).matches()
        ? (text + "0".repeat(2 * ID_BYTES - text.length())).toLowerCase(Locale.ROOT)
        : null;
  }

  /// `x.y.z` as the number 0xXXYYZZ, -1 for what is no version.
  static int version(String text) {
    var match = VERSION.matcher(text);
    if (!match.matches()) {
      return -1;
    }
    int number = 0;
    for (int i = 1; i <= 3; i++) {
      int part = Integer.parseInt(match.group(i));
      if (part > 0xff) {
        return -1;
      }
      number = (number << 8) | part;
    }
    return number;
  }

  static void invalidKey(Fields f, String name) {
    f.invalid(name, "invalid " + name + " (expected: 32 bytes in base64url without padding)");
  }
}
