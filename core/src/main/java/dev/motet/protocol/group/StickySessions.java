package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.core.Session;
import dev.motet.io.Timeouts;
import java.net.InetAddress;
import java.util.List;

/// The same member for the same client and site, as long as the member works and the client comes
/// back in time; one after the other for everybody else.
final class StickySessions implements Balancer {
  private final StickyTable table;
  private final Timeouts timeouts;
  private final RoundRobin others = new RoundRobin();

  StickySessions(StickyTable table, Timeouts timeouts) {
    this.table = table;
    this.timeouts = timeouts;
  }

  @Override
  public List<GroupMember> order(List<GroupMember> members, DialRequest request) {
    String tag = table.find(key(request), timeouts.nanoTime());
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).tag().equals(tag)) {
        return Balancer.ring(members, i);
      }
    }
    return others.order(members, request);
  }

  @Override
  public GroupMember next(List<GroupMember> members) {
    return others.next(members);
  }

  @Override
  public void succeeded(GroupMember member, DialRequest request) {
    table.stick(key(request), member.tag(), timeouts.nanoTime());
  }

  private static StickyTable.Key key(DialRequest request) {
    Session session = request.session();
    InetAddress client =
        session == null || session.facts().source() == null
            ? null
            : session.facts().source().getAddress();
    return new StickyTable.Key(client, Site.of(request));
  }
}
