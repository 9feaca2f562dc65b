package dev.motet.protocol.group;

import dev.motet.core.Env;
import dev.motet.io.Network;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The members that a group has settled on by itself, one for each network. Thread-safe.
final class Settled {
  private final Env env;
  private final Members members;
  private final Connections connections;
  private final Tags tags;

  Settled(Env env, Members members, Connections connections) {
    this.env = env;
    this.members = members;
    this.connections = connections;
    this.tags = env.inherited(Tags.class, Tags::new);
  }

  /// Belongs to the tag of the group.
  static final class Tags {
    private final ConcurrentHashMap<Network, String> chosen = new ConcurrentHashMap<>();
  }

  /// Null when it has not settled, or on one that cannot be used for the network any more.
  @Nullable GroupMember on(Network network) {
    GroupMember member = members.named(tags.chosen.get(network));
    return member != null && member.carries(network) ? member : null;
  }

  /// Connections through others end as the options say, unless this is the first time.
  void settle(Network network, GroupMember member) {
    String before = tags.chosen.put(network, member.tag());
    if (before == null || Objects.equals(before, member.tag())) {
      return;
    }
    env.log().info(null, "{} goes through outbound {} after {}", network, member, before);
    connections.interrupt(
        held -> held.network() == network && held.member() != member,
        "the group has switched to " + member);
  }
}
