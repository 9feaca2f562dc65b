package dev.motet.route;

import dev.motet.option.PortRange;
import dev.motet.option.RuleAction;
import dev.motet.option.RuleConditions;
import dev.motet.option.RuleOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Turns the rules of a configuration into conditions made for lookup.
///
/// Inside a rule, conditions of one group are alternatives and the groups must all hold (inventory
/// RM-1): names and addresses of the destination; its ports; addresses of the source; every other
/// condition is a group of its own.
final class RuleCompiler {
  private RuleCompiler() {}

  static List<Rule> compile(List<RuleOptions> options) {
    List<Rule> rules = new ArrayList<>();
    for (RuleOptions rule : options) {
      RuleAction action = rule.action();
      if (action == null) {
        throw new IllegalArgumentException(rule.position() + ": a rule without an action");
      }
      rules.add(Rule.of(rules.size(), rule.position(), condition(rule), action(action)));
    }
    return rules;
  }

  private static Condition condition(RuleOptions rule) {
    Condition condition =
        switch (rule) {
          case RuleOptions.Default d -> groups(d.conditions());
          case RuleOptions.Logical l -> {
            List<Condition> parts = l.rules().stream().map(RuleCompiler::condition).toList();
            yield l.mode() == RuleOptions.Mode.AND ? Logic.all(parts) : Logic.any(parts);
          }
        };
    return rule.invert() ? Logic.not(condition) : condition;
  }

  private static Condition groups(RuleConditions c) {
    List<Condition> destination = new ArrayList<>();
    if (!c.domain().isEmpty()) {
      destination.add(Conditions.domain(c.domain()));
    }
    if (!c.domainSuffix().isEmpty()) {
      destination.add(Conditions.domainSuffix(c.domainSuffix()));
    }
    if (!c.ipCidr().isEmpty()) {
      destination.add(Conditions.ipCidr(c.ipCidr()));
    }
    List<Condition> groups = new ArrayList<>(own(c));
    addGroup(groups, destination);
    addGroup(groups, ports(c));
    return Logic.all(groups);
  }

  /// Conditions that are a group each: the cheap ones come first.
  private static List<Condition> own(RuleConditions c) {
    List<Condition> own = new ArrayList<>();
    if (!c.network().isEmpty()) {
      own.add(Conditions.network(c.network()));
    }
    if (!c.inbound().isEmpty()) {
      own.add(Conditions.inbound(c.inbound()));
    }
    if (!c.authUser().isEmpty()) {
      own.add(Conditions.authUser(c.authUser()));
    }
    if (!c.sourceIpCidr().isEmpty()) {
      own.add(Conditions.sourceIpCidr(c.sourceIpCidr()));
    }
    return own;
  }

  private static List<Condition> ports(RuleConditions c) {
    List<Condition> ports = new ArrayList<>();
    if (!c.port().isEmpty()) {
      BitSet set = new BitSet();
      c.port().forEach(set::set);
      ports.add(Conditions.port("port", c.port(), set));
    }
    if (!c.portRange().isEmpty()) {
      BitSet set = new BitSet();
      c.portRange().stream()
          .filter(range -> range.from() <= range.to())
          .forEach(range -> set.set(range.from(), range.to() + 1));
      List<String> written = c.portRange().stream().map(RuleCompiler::written).toList();
      ports.add(Conditions.port("port_range", written, set));
    }
    return ports;
  }

  private static void addGroup(List<Condition> groups, List<Condition> alternatives) {
    if (!alternatives.isEmpty()) {
      groups.add(Logic.any(alternatives));
    }
  }

  private static String written(PortRange range) {
    return range.from() + ":" + range.to();
  }

  private static Action action(RuleAction action) {
    return switch (action) {
      case RuleAction.Route(String outbound) -> new Action.Route(outbound);
      case RuleAction.Reject(RuleAction.Method method, boolean noDrop) -> {
        boolean drop = method == RuleAction.Method.DROP;
        yield new Action.Reject(drop, drop || noDrop ? null : new RejectCounter());
      }
    };
  }
}
