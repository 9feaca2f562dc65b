package dev.motet.protocol.group;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.io.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses the first member that works; a connection that one cannot open goes to the next.
public final class Fallback implements Policy {
  public static final ComponentType<FallbackOptions, Outbound> TYPE =
      new ComponentType<>("fallback", FallbackOptions::decode, Fallback::create);

  private final Health health;
  private final Settled settled;

  private Fallback(Health health, Settled settled) {
    this.health = health;
    this.settled = settled;
  }

  static GroupOutbound create(Env env, FallbackOptions options) {
    Members members = new Members(env, options.group());
    Connections connections = new Connections(options.group().interruptExistConnections());
    History history = env.inherited(History.class, History::new);
    Policy policy =
        new Fallback(new Health(members, history), new Settled(env, members, connections));
    TestLoop tests = new TestLoop(env, options.test(), members, history, policy::tested);
    return new GroupOutbound(env, options.group(), members, connections, policy, tests);
  }

  @Override
  public Set<Network> networks() {
    return health.networks();
  }

  @Override
  public @Nullable GroupMember current(Network network) {
    List<GroupMember> first = order(network, health.ranks(network).best());
    return first.isEmpty() ? null : first.getFirst();
  }

  @Override
  public List<GroupMember> candidates(
      Network network, DialRequest request, List<GroupMember> tried) {
    Health.Ranks ranks = health.ranks(network);
    return ranks.beginningWith(order(network, ranks.best()));
  }

  /// In file order; the one that the group has settled on before those that are no better.
  private List<GroupMember> order(Network network, List<GroupMember> best) {
    GroupMember member = settled.on(network);
    if (member == null || !best.contains(member) || health.isFit(member)) {
      return best;
    }
    List<GroupMember> order = new ArrayList<>(best);
    order.remove(member);
    order.addFirst(member);
    return order;
  }

  @Override
  public boolean failsOver() {
    return true;
  }

  @Override
  public void tested() {
    for (Network network : Network.values()) {
      List<GroupMember> fit = health.ranks(network).fit();
      if (!fit.isEmpty()) {
        settled.settle(network, fit.getFirst());
      }
    }
  }
}
