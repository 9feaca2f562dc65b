package dev.motet.route;

import dev.motet.option.HeadlessRuleOptions;
import dev.motet.option.RuleOptions;
import dev.motet.option.RuleSetOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rule-sets of a configuration, compiled when a rule first refers to them. Used while a
/// snapshot is made.
final class RuleSets {
  /// A set in the role that a rule gives it.
  private record Use(String tag, boolean matchesSource) {}

  private final Map<String, RuleSetOptions> options = new HashMap<>();
  private final Map<Use, List<HeadlessRule>> compiled = new HashMap<>();

  RuleSets(List<RuleSetOptions> sets) {
    sets.forEach(set -> options.put(set.tag(), set));
  }

  /// The rules of these sets, one set after the other.
  ///
  /// @param matchesSource addresses of the sets are those of the client
  List<HeadlessRule> rules(List<String> tags, boolean matchesSource) {
    List<HeadlessRule> rules = new ArrayList<>();
    for (String tag : tags) {
      rules.addAll(compiled.computeIfAbsent(new Use(tag, matchesSource), this::compile));
    }
    return rules;
  }

  private List<HeadlessRule> compile(Use use) {
    return switch (options.get(use.tag)) {
      case RuleSetOptions.Inline inline ->
          inline.rules().stream().map(rule -> rule(rule, use.matchesSource)).toList();
      case null -> throw new IllegalArgumentException("rule-set not found: " + use.tag);
    };
  }

  private static HeadlessRule rule(HeadlessRuleOptions rule, boolean matchesSource) {
    String id = rule.position().toString();
    HeadlessRule compiled =
        switch (rule) {
          case HeadlessRuleOptions.Default d -> {
            var conditions = new ConditionCompiler(d.conditions(), matchesSource);
            yield new HeadlessRule.Plain(id, Logic.all(conditions.own()), conditions.groups());
          }
          case HeadlessRuleOptions.Logical l ->
              new HeadlessRule.Logical(
                  id,
                  l.mode() == RuleOptions.Mode.AND,
                  l.rules().stream().map(sub -> rule(sub, matchesSource)).toList());
        };
    return rule.invert() ? new HeadlessRule.Inverted(compiled) : compiled;
  }
}
