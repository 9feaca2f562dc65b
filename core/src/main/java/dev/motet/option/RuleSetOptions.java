package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.json.Position;
import java.util.List;
import java.util.Map;

/// A named set of rules that conditions `rule_set` refer to (inventory RS-1).
public sealed interface RuleSetOptions {
  String tag();

  /// Of the set, for its provenance.
  Position position();

  /// Rules that stand in the configuration itself (inventory RS-2).
  record Inline(String tag, Position position, List<HeadlessRuleOptions> rules)
      implements RuleSetOptions {}

  /// The field `rule_set` of the section `route`.
  static List<RuleSetOptions> decodeAll(Fields f) {
    Map<String, Fields.Decoder<RuleSetOptions>> types = Map.of("inline", RuleSetOptions::inline);
    return f.variants("rule_set", "type", "inline", types, List.of("local", "remote"));
  }

  private static RuleSetOptions inline(Fields f) {
    f.exactCase("tag");
    String tag = f.string("tag", "");
    if (tag.isEmpty()) {
      f.invalid("", "missing tag");
    }
    f.ignored("format");
    List<HeadlessRuleOptions> rules = f.list("rules", HeadlessRuleOptions::decode);
    if (rules.isEmpty() && !f.has("rules")) {
      f.invalid("", "empty inline rule-set (expected: \"rules\")");
    }
    return new Inline(tag, f.position(""), rules);
  }
}
