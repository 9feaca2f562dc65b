package dev.motet.route;

import dev.motet.io.Destination;
import dev.motet.option.RouteOptions;
import dev.motet.route.matcher.Key.Kind;
import dev.motet.route.matcher.KeyIndex;
import dev.motet.route.matcher.KeySearch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

// hot
/// Finds the next rule that matches, as if each had been asked in turn, but asks only those that
/// the session's name, addresses, ports, user, inbound or protocol lead to, and those that none of
/// them tells anything about. Immutable.
final class RuleIndex {
  /// A list of so many rules has no index: to ask them all costs less than a search.
  private static final int SHORT = 16;

  /// So many rules are asked before the index is: lists begin with rules for everybody, such as
  /// `sniff`.
  static final int NEAR = 4;

  private final List<Rule> rules;
  private final @Nullable KeyIndex keys;

  private RuleIndex(List<Rule> rules, @Nullable KeyIndex keys) {
    this.rules = rules;
    this.keys = keys;
  }

  /// @param rules made of the rules of the options, in their order
  static RuleIndex of(List<Rule> rules, RouteOptions route) {
    if (rules.size() <= SHORT) {
      return new RuleIndex(rules, null);
    }
    RuleNeeds needs = new RuleNeeds(route.ruleSets());
    return new RuleIndex(rules, KeyIndex.of(route.rules().stream().map(needs::of).toList()));
  }

  /// The first rule from this index on that matches; -1 when none does.
  int next(int from, Candidate candidate) {
    return next(from, candidate, i -> rules.get(i).condition().matches(candidate));
  }

  /// @param test whether the rule of this index matches
  int next(int from, Candidate candidate, IntPredicate test) {
    int near = keys == null ? rules.size() : Math.min(rules.size(), from + NEAR);
    for (int i = from; i < near; i++) {
      if (test.test(i)) {
        return i;
      }
    }
    return keys == null || near == rules.size() ? -1 : search(keys.search(near, test), candidate);
  }

  private static int search(KeySearch search, Candidate candidate) {
    String domain = candidate.domain();
    if (domain != null) {
      search.name(domain);
    }
    search.text(Kind.USER, candidate.facts().user());
    search.text(Kind.INBOUND, candidate.facts().inbound());
    search.text(Kind.PROTOCOL, candidate.findings().protocol());
    search.text(Kind.CLIENT, candidate.findings().client());
    if (candidate.destination() instanceof Destination.Ip(InetAddress address, _)) {
      destination(search, address);
    } else {
      for (InetAddress address : candidate.resolved()) {
        destination(search, address);
      }
    }
    search.port(Kind.PORT, candidate.destination().port());
    InetSocketAddress source = candidate.source();
    if (source != null) {
      search.port(Kind.SOURCE_PORT, source.getPort());
      search.address(Kind.SOURCE_4, Kind.SOURCE_6, source.getAddress());
      if (search.asks(Kind.SOURCE_PRIVATE) && PrivateAddresses.contains(source.getAddress())) {
        search.fact(Kind.SOURCE_PRIVATE);
      }
    }
    return search.first();
  }

  private static void destination(KeySearch search, InetAddress address) {
    search.address(Kind.ADDRESS_4, Kind.ADDRESS_6, address);
    if (search.asks(Kind.PRIVATE) && PrivateAddresses.contains(address)) {
      search.fact(Kind.PRIVATE);
    }
  }
}
