package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How a [LoadBalance] spreads connections over members that are equally fit. Thread-safe.
interface Balancer {
  /// The members in the order in which one connection tries them.
  ///
  /// @param members at least one
  List<GroupMember> order(List<GroupMember> members, DialRequest request);

  /// The one that the next connection would try first, as far as that does not depend on the
  /// connection.
  default GroupMember next(List<GroupMember> members) {
    return members.getFirst();
  }

  /// The connection came about.
  default void succeeded(GroupMember member, DialRequest request) {}

  /// The members beginning with one, the others behind it as in a ring.
  static List<GroupMember> ring(List<GroupMember> members, int first) {
    List<GroupMember> order = new ArrayList<>(members);
    Collections.rotate(order, -Math.floorMod(first, members.size()));
    return order;
  }
}
