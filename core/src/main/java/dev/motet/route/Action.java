package dev.motet.route;

import dev.motet.option.RouteChanges;
import dev.motet.option.RuleAction;
import org.jspecify.annotations.Nullable;

/// What a rule does with a session that it matches. `toString` is for the log: `route(direct)`.
sealed interface Action {
  /// Changes the session and uses the outbound with this tag; a tag that names none is found out by
  /// the session.
  record Route(String outbound, RouteChanges changes) implements Action {
    @Override
    public String toString() {
      String also = changes.toString();
      return "route(" + outbound + (also.isEmpty() ? "" : " " + also) + ")";
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

  /// Answers the session's DNS queries.
  record HijackDns() implements Action {
    @Override
    public String toString() {
      return "hijack-dns";
    }
  }

  /// Changes the session; later rules decide.
  record Change(RouteChanges changes) implements Action {
    @Override
    public String toString() {
      return "route-options(" + changes + ")";
    }
  }

  /// Looks at the first bytes of the session; later rules decide.
  record Sniff(RuleAction.Sniff options) implements Action {
    @Override
    public String toString() {
      return options.sniffers().isEmpty() ? "sniff" : "sniff" + options.sniffers();
    }
  }

  /// Resolves the name of the destination; later rules decide.
  record Resolve(RuleAction.Resolve options) implements Action {
    @Override
    public String toString() {
      return options.server() == null ? "resolve" : "resolve(" + options.server() + ")";
    }
  }

  /// Does nothing; later rules decide.
  record Nothing() implements Action {
    @Override
    public String toString() {
      return "direct";
    }
  }

  static Action of(RuleAction action) {
    return switch (action) {
      case RuleAction.Route(String outbound, RouteChanges changes) -> new Route(outbound, changes);
      case RuleAction.RouteOptions(RouteChanges changes) -> new Change(changes);
      case RuleAction.Direct _ -> new Nothing();
      case RuleAction.Reject(RuleAction.Method method, boolean noDrop) -> {
        boolean drop = method == RuleAction.Method.DROP;
        yield new Reject(drop, drop || noDrop ? null : new RejectCounter());
      }
      case RuleAction.HijackDns _ -> new HijackDns();
      case RuleAction.Sniff sniff -> new Sniff(sniff);
      case RuleAction.Resolve resolve -> new Resolve(resolve);
    };
  }
}
