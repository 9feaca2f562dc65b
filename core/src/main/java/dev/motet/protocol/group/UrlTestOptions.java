package dev.motet.protocol.group;

import dev.motet.json.Fields;

/// Options of [UrlTest].
///
/// @param tolerance milliseconds by which another member must be faster to take over
record UrlTestOptions(GroupOptions group, TestOptions test, int tolerance) {
  private static final int TOLERANCE = 50;

  static UrlTestOptions decode(Fields f) {
    GroupOptions group = GroupOptions.decode(f);
    TestOptions test = TestOptions.decode(f);
    int tolerance = (int) f.integer("tolerance", 0, 0xffff, 0);
    return new UrlTestOptions(group, test, tolerance == 0 ? TOLERANCE : tolerance);
  }
}
