package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.Outbound;
import dev.motet.core.Reach;
import dev.motet.io.DialException;

/// What the rules say about a candidate. Nothing has been done about it.
sealed interface Ruling {
  /// Id of the deciding rule, `final` when none matched.
  String rule();

  /// The session goes this way.
  ///
  /// @param reach where it may arrive
  record Way(String rule, Component<? extends Outbound> way, Reach reach) implements Ruling {}

  /// A rule refuses it.
  record Rejected(String rule, Action.Reject action) implements Ruling {}

  /// Its queries are answered.
  record HijackDns(String rule) implements Ruling {}

  /// It cannot be served: the configuration, its name, or the guard stand against it.
  record Impossible(String rule, DialException cause) implements Ruling {}
}
