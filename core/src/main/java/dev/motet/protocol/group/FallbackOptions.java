package dev.motet.protocol.group;

import dev.motet.json.Fields;

/// Options of [Fallback].
record FallbackOptions(GroupOptions group, TestOptions test) {
  static FallbackOptions decode(Fields f) {
    return new FallbackOptions(GroupOptions.decode(f), TestOptions.decode(f));
  }
}
