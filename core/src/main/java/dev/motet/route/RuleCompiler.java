package dev.motet.route;

import dev.motet.option.RuleAction;
import dev.motet.option.RuleConditions;
import dev.motet.option.RuleOptions;
import dev.motet.option.RuleSetOptions;
import java.util.ArrayList;
import java.util.List;

/// Turns the rules of a configuration into conditions made for lookup, and keeps where each came
/// from.
final class RuleCompiler {
  private final RuleSets ruleSets;

  private RuleCompiler(List<RuleSetOptions> ruleSets) {
    this.ruleSets = new RuleSets(ruleSets);
  }

  static List<Rule> compile(List<RuleOptions> options, List<RuleSetOptions> ruleSets) {
    RuleCompiler compiler = new RuleCompiler(ruleSets);
    List<Rule> rules = new ArrayList<>();
    for (RuleOptions rule : options) {
      RuleAction action = rule.action();
      if (action == null) {
        throw new IllegalArgumentException(rule.position() + ": a rule without an action");
      }
      rules.add(
          Rule.of(rules.size(), rule.position(), compiler.condition(rule), Action.of(action)));
    }
    return rules;
  }

  private Condition condition(RuleOptions rule) {
    Condition condition =
        switch (rule) {
          case RuleOptions.Default d -> plain(d.conditions());
          case RuleOptions.Logical l -> {
            List<Condition> parts =
                l.rules().stream()
                    .<Condition>map(sub -> new SubRule(sub.position().toString(), condition(sub)))
                    .toList();
            yield l.mode() == RuleOptions.Mode.AND ? Logic.and(parts) : Logic.any(parts);
          }
        };
    return rule.invert() ? Logic.not(condition) : condition;
  }

  private Condition plain(RuleConditions c) {
    ConditionCompiler conditions = new ConditionCompiler(c);
    if (c.ruleSet().isEmpty()) {
      List<Condition> all = new ArrayList<>(conditions.own());
      all.addAll(conditions.groups().conditions());
      return Logic.all(all);
    }
    return new MergedRule(
        Conditions.words("rule_set", c.ruleSet()),
        Logic.all(conditions.own()),
        conditions.groups(),
        ruleSets.rules(c.ruleSet(), c.ruleSetMatchesSource()));
  }
}
