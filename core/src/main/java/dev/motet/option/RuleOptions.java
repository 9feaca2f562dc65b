package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.json.Position;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A rule of the section `route` (inventory 12.2, 12.3). What is known and not built yet was
/// reported when one of these exists.
public sealed interface RuleOptions {
  /// Of the rule, for its provenance.
  Position position();

  /// Matches when the conditions do not.
  boolean invert();

  /// Null on the sub-rules of a logical rule, whose actions mean nothing.
  @Nullable RuleAction action();

  /// Conditions on one session.
  record Default(
      Position position, boolean invert, RuleConditions conditions, @Nullable RuleAction action)
      implements RuleOptions {}

  /// Rules joined by `and` or `or`; never empty.
  record Logical(
      Position position,
      boolean invert,
      Mode mode,
      List<RuleOptions> rules,
      @Nullable RuleAction action)
      implements RuleOptions {}

  /// How the rules of a logical one are joined.
  enum Mode {
    AND,
    OR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The field `rules` of the section.
  static List<RuleOptions> decodeAll(Fields f) {
    return f.variants(
        "rules",
        "type",
        "default",
        Texts.<Fields.Decoder<RuleOptions>>inOrder(
            "default", rule -> plain(rule, false), "logical", rule -> logical(rule, false)),
        List.of());
  }

  private static RuleOptions nested(Fields f) {
    RuleOptions rule =
        f.variant(
            "type",
            "default",
            Texts.<Fields.Decoder<RuleOptions>>inOrder(
                "default", sub -> plain(sub, true), "logical", sub -> logical(sub, true)),
            List.of());
    return rule == null ? new Default(f.position(""), false, RuleConditions.NONE, null) : rule;
  }

  private static RuleOptions plain(Fields f, boolean nested) {
    f.exactCase("invert");
    RuleConditions conditions = RuleConditions.decode(f);
    if (nested && conditions.isEmpty() && !RuleConditions.hasUnbuilt(f)) {
      f.warn("", "a rule without conditions matches everything");
    }
    RuleAction action = RuleAction.decode(f, nested);
    return new Default(f.position(""), f.bool("invert", false), conditions, nested ? null : action);
  }

  private static RuleOptions logical(Fields f, boolean nested) {
    f.exactCase("mode", "rules", "invert");
    Mode mode = mode(f);
    List<RuleOptions> rules = f.list("rules", RuleOptions::nested);
    if (rules.isEmpty() && !f.has("rules")) {
      f.invalid("", "missing conditions: a logical rule needs \"rules\"");
    }
    RuleAction action = RuleAction.decode(f, nested);
    return new Logical(
        f.position(""), f.bool("invert", false), mode, rules, nested ? null : action);
  }

  /// The field `mode` of a logical rule.
  static Mode mode(Fields f) {
    Mode mode = f.choice("mode", Mode.class, Mode.AND);
    if (f.string("mode", "").isEmpty()) {
      f.invalid("", "missing field \"mode\" (expected: and, or)");
    }
    return mode;
  }
}
