package dev.motet.route;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One question that a rule asks of a session. Immutable and thread-safe; `toString` is what
/// configuration says: `domain_suffix=[example.com example.org]`.
interface Condition {
  // hot
  boolean matches(Candidate candidate);

  /// Why the answer is no: the innermost condition that failed, asked again with its reasons. Null
  /// when the answer is yes. Only explanations call it, so [#matches] keeps no trace.
  default @Nullable Condition failing(Candidate candidate) {
    return matches(candidate) ? null : this;
  }

  /// Tells the ids of the rules in rule-sets by which a rule matches.
  default void entries(Candidate candidate, Consumer<String> ids) {}

  /// Whether this is a condition on the destination's address that the address meets: a rule which
  /// says so means the address, whatever else guards it.
  default boolean names(InetAddress address) {
    return false;
  }
}
