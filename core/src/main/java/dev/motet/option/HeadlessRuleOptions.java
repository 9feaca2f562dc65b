package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.json.Position;
import java.util.List;

/// A rule of a rule-set: conditions without an action (inventory RS-6).
public sealed interface HeadlessRuleOptions {
  /// Of the rule, for its provenance.
  Position position();

  /// Matches when the conditions do not.
  boolean invert();

  /// Conditions on one session; none at all hold for every one.
  record Default(Position position, boolean invert, HeadlessConditions conditions)
      implements HeadlessRuleOptions {}

  /// Rules joined by `and` or `or`; never empty.
  record Logical(
      Position position, boolean invert, RuleOptions.Mode mode, List<HeadlessRuleOptions> rules)
      implements HeadlessRuleOptions {}

  static HeadlessRuleOptions decode(Fields f) {
    HeadlessRuleOptions rule =
        f.variant(
            "type",
            "default",
            Texts.<Fields.Decoder<HeadlessRuleOptions>>inOrder(
                "default", HeadlessRuleOptions::plain, "logical", HeadlessRuleOptions::logical),
            List.of());
    return rule == null ? new Default(f.position(""), false, HeadlessConditions.NONE) : rule;
  }

  private static HeadlessRuleOptions plain(Fields f) {
    HeadlessConditions conditions = HeadlessConditions.decode(f);
    boolean asksType = f.has("query_type");
    f.ignored("query_type");
    if (asksType) {
      f.warn("query_type", "without effect: this holds for every query and connection");
    }
    if (conditions.isEmpty() && !asksType && !HeadlessConditions.hasUnbuilt(f)) {
      f.invalid("", "missing conditions: a rule of a rule-set needs at least one");
    }
    return new Default(f.position(""), f.bool("invert", false), conditions);
  }

  private static HeadlessRuleOptions logical(Fields f) {
    RuleOptions.Mode mode = RuleOptions.mode(f);
    List<HeadlessRuleOptions> rules = f.list("rules", HeadlessRuleOptions::decode);
    if (rules.isEmpty() && !f.has("rules")) {
      f.invalid("", "missing conditions: a logical rule needs \"rules\"");
    }
    return new Logical(f.position(""), f.bool("invert", false), mode, rules);
  }
}
