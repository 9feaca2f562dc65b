package dev.motet.protocol.group;

import dev.motet.json.Fields;
import org.jspecify.annotations.Nullable;

/// Options of [Selector].
///
/// @param first the member that counts until the user chooses; null for the first of the list
record SelectorOptions(GroupOptions group, @Nullable String first) {
  static SelectorOptions decode(Fields f) {
    GroupOptions group = GroupOptions.decode(f);
    String first = f.string("default", "");
    if (first.isEmpty()) {
      return new SelectorOptions(group, null);
    }
    if (!group.outbounds().contains(first)) {
      f.invalid("default", "default outbound not found: " + first);
    }
    return new SelectorOptions(group, first);
  }
}
