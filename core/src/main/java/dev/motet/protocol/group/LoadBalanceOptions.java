package dev.motet.protocol.group;

import dev.motet.json.Fields;
import java.util.Locale;

/// Options of [LoadBalance].
record LoadBalanceOptions(GroupOptions group, TestOptions test, Strategy strategy) {
  /// Whom a connection goes to.
  enum Strategy {
    ROUND_ROBIN,
    LEAST_CONNECTIONS,
    CONSISTENT_HASHING,
    STICKY_SESSIONS;

    /// As configurations write it.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static LoadBalanceOptions decode(Fields f) {
    return new LoadBalanceOptions(
        GroupOptions.decode(f),
        TestOptions.decode(f),
        f.choice("strategy", Strategy.class, Strategy.ROUND_ROBIN));
  }
}
