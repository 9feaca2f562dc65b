package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.io.Network;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a group chooses. Thread-safe; nothing here blocks.
interface Policy {
  /// What the group can carry.
  Set<Network> networks();

  /// The member that the next connection tries first; null when none can carry the network.
  @Nullable GroupMember current(Network network);

  /// The members that one connection tries, in this order; empty when none can carry the network.
  ///
  /// @param tried by this connection before, when this is a retry
  List<GroupMember> candidates(Network network, DialRequest request, List<GroupMember> tried);

  /// Whether a connection goes on to another member when one fails: in the end also to those whose
  /// breakers are open. Who is at fault then shows when another one can do it.
  boolean failsOver();

  /// A connection came about.
  default void succeeded(GroupMember member, DialRequest request) {}

  /// All members were tested.
  default void tested() {}

  /// Chooses by hand; see [dev.motet.core.Group#select].
  default void select(String member) {
    throw new IllegalArgumentException(
        "only a selector can be told what to choose: this group chooses by itself");
  }
}
