package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One member after the other.
final class RoundRobin implements Balancer {
  private final AtomicInteger turn = new AtomicInteger();

  @Override
  public List<GroupMember> order(List<GroupMember> members, DialRequest request) {
    return Balancer.ring(members, turn.getAndIncrement());
  }

  @Override
  public GroupMember next(List<GroupMember> members) {
    return members.get(Math.floorMod(turn.get(), members.size()));
  }
}
