package dev.motet.route;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

// hot
/// The conditions of a rule that refers to rule-sets: one of their rules has to match, and what
/// matches in it counts as alternative to the conditions of this rule in the same group (inventory
/// RM-1, QK-7).
final class MergedRule implements Condition {
  private final String words;
  private final Condition own;
  private final Groups groups;
  private final HeadlessRule[] rules;

  /// @param words of the reference: `rule_set=[a b]`
  /// @param own conditions outside the groups
  /// @param rules of all sets, in their order
  MergedRule(String words, Condition own, Groups groups, List<HeadlessRule> rules) {
    this.words = words;
    this.own = own;
    this.groups = groups;
    this.rules = rules.toArray(HeadlessRule[]::new);
  }

  @Override
  public boolean matches(Candidate candidate) {
    if (!own.matches(candidate)) {
      return false;
    }
    int base = groups.matching(candidate, Groups.ALL);
    for (HeadlessRule rule : rules) {
      if (completes(rule.matches(candidate, base))) {
        return true;
      }
    }
    return false;
  }

  /// Whether one of these sets of groups has all that this rule needs.
  private boolean completes(int answer) {
    int needed = groups.present();
    for (int set = 0; set <= Groups.ALL; set++) {
      if ((answer & 1 << set) != 0 && (set & needed) == needed) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Condition failing(Candidate candidate) {
    if (matches(candidate)) {
      return null;
    }
    Condition failing = own.failing(candidate);
    if (failing != null) {
      return failing;
    }
    int base = groups.matching(candidate, Groups.ALL);
    for (HeadlessRule rule : rules) {
      if (rule.matches(candidate, base) != HeadlessRule.NO) {
        return Logic.all(groups.conditions()).failing(candidate);
      }
    }
    return Conditions.never(words);
  }

  @Override
  public void entries(Candidate candidate, Consumer<String> ids) {
    int base = groups.matching(candidate, Groups.ALL);
    for (HeadlessRule rule : rules) {
      if (completes(rule.matches(candidate, base))) {
        ids.accept(rule.id());
        return;
      }
    }
  }

  @Override
  public boolean names(InetAddress address) {
    return groups.names(address) || Stream.of(rules).anyMatch(rule -> rule.names(address));
  }

  @Override
  public String toString() {
    return Stream.concat(
            Stream.concat(Stream.of(own), groups.conditions().stream()).map(Condition::toString),
            Stream.of(words))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
