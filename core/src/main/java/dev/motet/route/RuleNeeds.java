package dev.motet.route;

import dev.motet.option.HeadlessConditions;
import dev.motet.option.HeadlessRuleOptions;
import dev.motet.option.RuleConditions;
import dev.motet.option.RuleOptions;
import dev.motet.option.RuleSetOptions;
import dev.motet.route.matcher.Key.Kind;
import dev.motet.route.matcher.Need;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says of the rules of a configuration which sessions they can match at all, for a [RuleIndex].
/// Used while a snapshot is made.
final class RuleNeeds {
  /// What sets of more rules say is not looked into: most rules refer to sets of one rule or two.
  private static final int FEW_RULES = 32;

  private final Map<String, RuleSetOptions> ruleSets = new HashMap<>();
  private final IdentityHashMap<HeadlessConditions, GroupNeeds> ofDestination =
      new IdentityHashMap<>();
  private final IdentityHashMap<HeadlessConditions, GroupNeeds> ofSource = new IdentityHashMap<>();

  RuleNeeds(List<RuleSetOptions> ruleSets) {
    ruleSets.forEach(set -> this.ruleSets.put(set.tag(), set));
  }

  Need of(RuleOptions rule) {
    if (rule.invert()) {
      return Need.NOTHING;
    }
    return switch (rule) {
      case RuleOptions.Default d -> plain(d.conditions());
      case RuleOptions.Logical l -> joined(l.mode(), l.rules().stream().map(this::of).toList());
    };
  }

  /// Where keys are equally rare the first are taken: those of the destination.
  private Need plain(RuleConditions c) {
    if (c.clashMode() != null || !c.common().device().isEmpty()) {
      return Need.NEVER;
    }
    List<Need> all = new ArrayList<>(groups(c));
    text(all, Kind.USER, c.authUser());
    text(all, Kind.INBOUND, c.inbound());
    text(all, Kind.PROTOCOL, c.protocol());
    text(all, Kind.CLIENT, c.client());
    return Need.all(all);
  }

  private static void text(List<Need> all, Kind kind, List<String> texts) {
    if (!texts.isEmpty()) {
      all.add(Need.texts(kind, texts));
    }
  }

  private List<Need> groups(RuleConditions c) {
    GroupNeeds own = GroupNeeds.of(c);
    if (c.ruleSet().isEmpty()) {
      return own.present();
    }
    List<Need> needs = new ArrayList<>();
    List<HeadlessRuleOptions> rules =
        c.ruleSet().stream().flatMap(this::rules).limit(FEW_RULES + 1L).toList();
    if (rules.size() > FEW_RULES) {
      return needs;
    }
    for (int i = 0; i < GroupNeeds.COUNT; i++) {
      int group = i;
      Need need = own.groups().get(group);
      needs.add(
          Need.any(
              rules.stream()
                  .map(rule -> merged(rule, group, need, c.ruleSetMatchesSource()))
                  .toList()));
    }
    return needs;
  }

  private Stream<HeadlessRuleOptions> rules(String tag) {
    return switch (ruleSets.get(tag)) {
      case RuleSetOptions.Inline inline -> inline.rules().stream();
      case null -> throw new IllegalArgumentException("rule-set not found: " + tag);
    };
  }

  /// What has to be so in one group when a rule matches by this rule of a set ([MergedRule]).
  ///
  /// @param own what the group of the referring rule needs; null when it has no conditions there
  private Need merged(
      HeadlessRuleOptions rule, int group, @Nullable Need own, boolean matchesSource) {
    if (own != null) {
      // its own condition, or one that is an alternative to it
      return Need.any(
          Stream.concat(Stream.of(own), alternatives(rule, group, matchesSource)).toList());
    }
    if (rule.invert()) {
      return Need.NOTHING;
    }
    return switch (rule) {
      case HeadlessRuleOptions.Default d -> {
        Need need = groups(d.conditions(), matchesSource).groups().get(group);
        yield need == null ? Need.NOTHING : need;
      }
      case HeadlessRuleOptions.Logical l ->
          joined(
              l.mode(),
              l.rules().stream().map(sub -> merged(sub, group, null, matchesSource)).toList());
    };
  }

  /// The conditions in one group that a rule of a set adds to those of the rule that refers to it.
  private Stream<Need> alternatives(HeadlessRuleOptions rule, int group, boolean matchesSource) {
    if (rule.invert()) {
      return Stream.empty();
    }
    return switch (rule) {
      case HeadlessRuleOptions.Default d ->
          Stream.ofNullable(groups(d.conditions(), matchesSource).groups().get(group));
      case HeadlessRuleOptions.Logical l ->
          l.rules().stream().flatMap(sub -> alternatives(sub, group, matchesSource));
    };
  }

  /// Many rules can refer to one set.
  private GroupNeeds groups(HeadlessConditions c, boolean matchesSource) {
    return (matchesSource ? ofSource : ofDestination)
        .computeIfAbsent(c, conditions -> GroupNeeds.of(conditions, matchesSource));
  }

  private static Need joined(RuleOptions.Mode mode, List<Need> parts) {
    return mode == RuleOptions.Mode.AND ? Need.all(parts) : Need.any(parts);
  }
}
