package dev.motet.protocol.group;

import dev.motet.io.Network;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which members of a group are worth a try. Immutable.
final class Health {
  private final Members members;
  private final History history;

  Health(Members members, History history) {
    this.members = members;
    this.history = history;
  }

  /// The members that carry a network, each list in file order.
  ///
  /// @param fit the last test or connection succeeded, or there was none
  /// @param failing the last test or connection failed
  /// @param resting breakers keep connections from them
  record Ranks(List<GroupMember> fit, List<GroupMember> failing, List<GroupMember> resting) {
    /// The first list with anybody in it; empty when none is.
    List<GroupMember> best() {
      return !fit.isEmpty() ? fit : !failing.isEmpty() ? failing : resting;
    }

    /// All, those of [#best] in the order of `first`.
    List<GroupMember> beginningWith(List<GroupMember> first) {
      List<GroupMember> all = new ArrayList<>(first);
      for (List<GroupMember> rank : List.of(fit, failing, resting)) {
        if (!rank.equals(best())) {
          all.addAll(rank);
        }
      }
      return all;
    }
  }

  boolean isFit(GroupMember member) {
    return member.isUsable() && !history.isFailing(member.leaf());
  }

  Ranks ranks(Network network) {
    Ranks ranks = new Ranks(new ArrayList<>(), new ArrayList<>(0), new ArrayList<>(0));
    for (GroupMember member : members.carrying(network)) {
      if (isFit(member)) {
        ranks.fit.add(member);
      } else if (member.isUsable()) {
        ranks.failing.add(member);
      } else {
        ranks.resting.add(member);
      }
    }
    return ranks;
  }

  /// What any of them carries.
  Set<Network> networks() {
    Set<Network> networks = EnumSet.noneOf(Network.class);
    members.all().forEach(member -> networks.addAll(member.outbound().networks()));
    return networks;
  }
}
