package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.DialRequest;
import dev.motet.core.Outbound;
import dev.motet.io.DialException;

/// What the rules decided about one session.
sealed interface Verdict {
  /// The session goes this way. Whoever gets this holds the outbound and must release it.
  record Via(Component<? extends Outbound> way, DialRequest request) implements Verdict {}

  /// The client is told this; nothing at all when the reason is DROPPED.
  ///
  /// @param intended by a rule; otherwise the configuration cannot serve the session
  record Refused(DialException cause, boolean intended) implements Verdict {}

  /// The outbound closed meanwhile: a newer snapshot is to decide.
  record Outdated() implements Verdict {}
}
