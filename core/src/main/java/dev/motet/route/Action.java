package dev.motet.route;

import org.jspecify.annotations.Nullable;

/// What a rule does with a session that it matches. `toString` is for the log: `route(direct)`.
sealed interface Action {
  /// Uses the outbound with this tag; a tag that names none is found out by the session.
  record Route(String outbound) implements Action {
    @Override
    public String toString() {
      return "route(" + outbound + ")";
    }
  }

  /// Refuses the session, or leaves it without any answer.
  ///
  /// @param drop never an answer
  /// @param counter turns frequent refusals into drops; null for `no_drop` and `drop`
  record Reject(boolean drop, @Nullable RejectCounter counter) implements Action {
    @Override
    public String toString() {
      return drop ? "reject(drop)" : "reject";
    }
  }
}
