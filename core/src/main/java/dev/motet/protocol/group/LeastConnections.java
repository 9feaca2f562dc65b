package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The member with the fewest connections that are open or being opened; one after the other among
/// equals.
final class LeastConnections implements Balancer {
  private final AtomicInteger turn = new AtomicInteger();

  /// Counts change all the time: each is read once.
  private record Count(GroupMember member, int connections) {}

  @Override
  public List<GroupMember> order(List<GroupMember> members, DialRequest request) {
    return sorted(Balancer.ring(members, turn.getAndIncrement()));
  }

  @Override
  public GroupMember next(List<GroupMember> members) {
    return sorted(Balancer.ring(members, turn.get())).getFirst();
  }

  private static List<GroupMember> sorted(List<GroupMember> members) {
    List<Count> counts = new ArrayList<>(members.size());
    members.forEach(member -> counts.add(new Count(member, member.connections())));
    counts.sort(Comparator.comparingInt(Count::connections));
    return counts.stream().map(Count::member).toList();
  }
}
