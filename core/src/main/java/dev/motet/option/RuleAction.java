package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a rule does with a session it matches (inventory 12.3).
public sealed interface RuleAction {
  /// Sends it to an outbound.
  ///
  /// @param outbound its tag; `""` or an unknown one ends the session with an error
  record Route(String outbound) implements RuleAction {}

  /// Refuses it.
  ///
  /// @param noDrop refuse also those that come too often, instead of dropping them
  record Reject(Method method, boolean noDrop) implements RuleAction {}

  /// How a session is refused.
  enum Method {
    /// With an answer.
    DEFAULT,
    /// Without one.
    DROP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The fields of the action `route` that are not built.
  List<String> ROUTE_UNBUILT =
      List.of(
          "override_address",
          "override_port",
          "network_strategy",
          "fallback_delay",
          "udp_disable_domain_unmapping",
          "udp_connect",
          "udp_timeout",
          "tls_fragment",
          "tls_fragment_fallback_delay",
          "tls_record_fragment");

  /// Null when a problem was noted.
  ///
  /// @param nested in a sub-rule, where the action is checked and means nothing
  static @Nullable RuleAction decode(Fields f, boolean nested) {
    return f.variant(
        "action",
        "route",
        Texts.<Fields.Decoder<RuleAction>>inOrder(
            "route", rule -> route(rule, nested), "reject", RuleAction::reject),
        List.of("route-options", "direct", "hijack-dns", "sniff", "resolve"));
  }

  private static RuleAction route(Fields f, boolean nested) {
    ROUTE_UNBUILT.forEach(f::unbuilt);
    String outbound = f.reference("outbound", Reference.Kind.OUTBOUND, false);
    if (outbound == null && !nested) {
      f.warn("", "a rule without outbound: what it matches is closed");
    }
    return new Route(outbound == null ? "" : outbound);
  }

  private static RuleAction reject(Fields f) {
    f.unknownIsWarned();
    Method method = f.choice("method", Method.class, Method.DEFAULT);
    boolean noDrop = f.bool("no_drop", false);
    if (noDrop && method == Method.DROP) {
      f.invalid("no_drop", "no_drop is not available in current context (method \"drop\")");
    }
    return new Reject(method, noDrop);
  }
}
