package dev.motet.json;

import java.util.regex.Pattern;

/// Writes paths as users read them: `outbounds[3].tls`, `headers["a.b"]`.
final class JsonPath {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$-]{1,100}");

  private JsonPath() {}

  static String member(String parent, String name) {
    if (!PLAIN.matcher(name).matches()) {
      return parent + "[" + JsonTree.quote(name) + "]";
    }
    return parent.isEmpty() ? name : parent + "." + name;
  }
}
