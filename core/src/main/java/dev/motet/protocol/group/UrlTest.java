package dev.motet.protocol.group;

import static java.util.Comparator.comparingInt;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.io.Network;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses the fastest member, for each network by itself, and stays with it until another one is
/// faster by a tolerance (inventory OUT-5).
public final class UrlTest implements Policy {
  public static final ComponentType<UrlTestOptions, Outbound> TYPE =
      new ComponentType<>("urltest", UrlTestOptions::decode, UrlTest::create);

  private final Members members;
  private final History history;
  private final Settled settled;
  private final int tolerance;

  UrlTest(Members members, History history, Settled settled, int tolerance) {
    this.members = members;
    this.history = history;
    this.settled = settled;
    this.tolerance = tolerance;
  }

  static GroupOutbound create(Env env, UrlTestOptions options) {
    Members members = new Members(env, options.group());
    Connections connections = new Connections(options.group().interruptExistConnections());
    History history = env.inherited(History.class, History::new);
    Settled settled = new Settled(env, members, connections);
    Policy policy = new UrlTest(members, history, settled, options.tolerance());
    TestLoop tests = new TestLoop(env, options.test(), members, history, policy::tested);
    return new GroupOutbound(env, options.group(), members, connections, policy, tests);
  }

  /// Both, whatever the members carry: what none of them does fails when it is asked for.
  @Override
  public Set<Network> networks() {
    return EnumSet.allOf(Network.class);
  }

  @Override
  public @Nullable GroupMember current(Network network) {
    GroupMember member = settled.on(network);
    return member != null && member.isUsable() ? member : best(network);
  }

  /// A retry goes to the fastest of those that the connection has not tried.
  @Override
  public List<GroupMember> candidates(
      Network network, DialRequest request, List<GroupMember> tried) {
    GroupMember member = tried.isEmpty() ? current(network) : next(network, tried);
    return member == null ? List.of() : List.of(member);
  }

  @Override
  public boolean failsOver() {
    return false;
  }

  @Override
  public void tested() {
    for (Network network : Network.values()) {
      GroupMember best = best(network);
      boolean known = best != null && history.delay(best.leaf()) != null;
      if (best != null && (known || settled.on(network) == null)) {
        settled.settle(network, best);
      }
    }
  }

  /// The one that the group has settled on, or one that is faster by more than the tolerance;
  /// without any delay known the first that carries the network.
  private @Nullable GroupMember best(Network network) {
    List<GroupMember> all = usable(members.carrying(network));
    GroupMember best = settled.on(network);
    History.Delay least = best == null || !all.contains(best) ? null : history.delay(best.leaf());
    for (GroupMember member : all) {
      History.Delay delay = history.delay(member.leaf());
      if (delay != null && (least == null || least.millis() > delay.millis() + tolerance)) {
        best = member;
        least = delay;
      }
    }
    if (least != null) {
      return best;
    }
    return all.isEmpty() ? null : all.getFirst();
  }

  private @Nullable GroupMember next(Network network, List<GroupMember> tried) {
    return usable(members.carrying(network)).stream()
        .min(
            comparingInt((GroupMember member) -> Collections.frequency(tried, member))
                .thenComparing(member -> history.isFailing(member.leaf()))
                .thenComparingInt(this::millis))
        .orElse(null);
  }

  private int millis(GroupMember member) {
    History.Delay delay = history.delay(member.leaf());
    return delay == null ? Integer.MAX_VALUE : delay.millis();
  }

  /// Those whose breakers let a connection pass; all of them where none does.
  private static List<GroupMember> usable(List<GroupMember> members) {
    List<GroupMember> usable = members.stream().filter(GroupMember::isUsable).toList();
    return usable.isEmpty() ? members : usable;
  }
}
