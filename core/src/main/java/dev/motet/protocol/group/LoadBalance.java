package dev.motet.protocol.group;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.io.Network;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Spreads connections over the members that work; one that a member cannot open goes to the next.
public final class LoadBalance implements Policy {
  public static final ComponentType<LoadBalanceOptions, Outbound> TYPE =
      new ComponentType<>("load-balance", LoadBalanceOptions::decode, LoadBalance::create);

  private final Health health;
  private final Balancer balancer;
  private final Connections connections;

  private LoadBalance(Health health, Balancer balancer, Connections connections) {
    this.health = health;
    this.balancer = balancer;
    this.connections = connections;
  }

  static GroupOutbound create(Env env, LoadBalanceOptions options) {
    Members members = new Members(env, options.group());
    Connections connections = new Connections(options.group().interruptExistConnections());
    History history = env.inherited(History.class, History::new);
    Policy policy =
        new LoadBalance(new Health(members, history), balancer(env, options), connections);
    TestLoop tests = new TestLoop(env, options.test(), members, history, policy::tested);
    return new GroupOutbound(env, options.group(), members, connections, policy, tests);
  }

  private static Balancer balancer(Env env, LoadBalanceOptions options) {
    return switch (options.strategy()) {
      case ROUND_ROBIN -> new RoundRobin();
      case LEAST_CONNECTIONS -> new LeastConnections();
      case CONSISTENT_HASHING -> new ConsistentHashing();
      case STICKY_SESSIONS ->
          new StickySessions(
              env.inherited(StickyTable.class, StickyTable::new), env.resources().timeouts());
    };
  }

  @Override
  public Set<Network> networks() {
    return health.networks();
  }

  @Override
  public @Nullable GroupMember current(Network network) {
    List<GroupMember> best = health.ranks(network).best();
    return best.isEmpty() ? null : balancer.next(best);
  }

  @Override
  public List<GroupMember> candidates(
      Network network, DialRequest request, List<GroupMember> tried) {
    Health.Ranks ranks = health.ranks(network);
    List<GroupMember> best = ranks.best();
    return best.isEmpty() ? best : ranks.beginningWith(balancer.order(best, request));
  }

  @Override
  public boolean failsOver() {
    return true;
  }

  @Override
  public void succeeded(GroupMember member, DialRequest request) {
    balancer.succeeded(member, request);
  }

  /// Connections through members that fail end as the options say, where others work.
  @Override
  public void tested() {
    for (Network network : Network.values()) {
      Health.Ranks ranks = health.ranks(network);
      if (!ranks.fit().isEmpty() && !ranks.failing().isEmpty()) {
        connections.interrupt(
            held -> held.network() == network && ranks.failing().contains(held.member()),
            "the member that the connection went through fails");
      }
    }
  }
}
