package dev.motet.route;

import java.net.InetAddress;
import java.util.List;

// hot
/// A compiled rule of a rule-set. It does not only match or not: its groups count as groups of the
/// rule that refers to the set (inventory QK-7), so it answers with sets of groups that hold.
///
/// An answer is a set of such sets: bit `n` stands for the set of groups with the number `n`
/// ([Groups]). No bit: it does not match.
sealed interface HeadlessRule {
  int NO = 0;

  /// @param base groups that the referring rule satisfies by itself
  /// @return the sets of groups that hold where this rule matches, `base` included
  int matches(Candidate candidate, int base);

  /// Where it came from.
  String id();

  /// As [Condition#names].
  boolean names(InetAddress address);

  /// Conditions: a group that the referring rule satisfies is satisfied here too.
  record Plain(String id, Condition own, Groups groups) implements HeadlessRule {
    @Override
    public int matches(Candidate candidate, int base) {
      boolean holds = own.matches(candidate) && groups.allMatch(candidate, Groups.ALL & ~base);
      return holds ? only(base | groups.present()) : NO;
    }

    @Override
    public boolean names(InetAddress address) {
      return groups.names(address);
    }
  }

  /// Rules joined by `and` or `or`. Each of them stands for itself: it sees nothing of the
  /// referring rule, and nothing of the others (QK-3).
  record Logical(String id, boolean and, List<HeadlessRule> rules) implements HeadlessRule {
    @Override
    public int matches(Candidate candidate, int base) {
      int answer = and ? only(base) : NO;
      for (HeadlessRule rule : rules) {
        int one = rule.matches(candidate, 0);
        answer = and ? joined(answer, one) : answer | joined(only(base), one);
        if (and && answer == NO) {
          return NO;
        }
      }
      return answer;
    }

    @Override
    public boolean names(InetAddress address) {
      return rules.stream().anyMatch(rule -> rule.names(address));
    }
  }

  /// Matches where another one does not, and then adds no group.
  record Inverted(HeadlessRule rule) implements HeadlessRule {
    @Override
    public int matches(Candidate candidate, int base) {
      return rule.matches(candidate, 0) == NO ? only(base) : NO;
    }

    @Override
    public String id() {
      return rule.id();
    }

    @Override
    public boolean names(InetAddress address) {
      return false;
    }
  }

  private static int only(int groups) {
    return 1 << groups;
  }

  /// Each set of the one with each set of the other.
  private static int joined(int a, int b) {
    int joined = 0;
    for (int i = 0; i <= Groups.ALL; i++) {
      for (int j = 0; j <= Groups.ALL && (a & 1 << i) != 0; j++) {
        if ((b & 1 << j) != 0) {
          joined |= 1 << (i | j);
        }
      }
    }
    return joined;
  }
}
