package dev.motet.protocol.group;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.io.Network;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses the member that the user names (inventory OUT-4).
public final class Selector implements Policy {
  public static final ComponentType<SelectorOptions, Outbound> TYPE =
      new ComponentType<>("selector", SelectorOptions::decode, Selector::create);

  private final Members members;
  private final Connections connections;
  private final Selected selected;
  private final GroupMember first;

  Selector(Members members, Connections connections, Selected selected, @Nullable String first) {
    this.members = members;
    this.connections = connections;
    this.selected = selected;
    GroupMember named = members.named(first);
    this.first = named == null ? members.all().getFirst() : named;
  }

  static GroupOutbound create(Env env, SelectorOptions options) {
    Members members = new Members(env, options.group());
    Connections connections = new Connections(options.group().interruptExistConnections());
    Selected selected = env.inherited(Selected.class, Selected::new);
    Policy policy = new Selector(members, connections, selected, options.first());
    return new GroupOutbound(env, options.group(), members, connections, policy, null);
  }

  /// The choice of the user; belongs to the tag.
  static final class Selected {
    private volatile @Nullable String tag;
  }

  private GroupMember selected() {
    GroupMember chosen = members.named(selected.tag);
    return chosen == null ? first : chosen;
  }

  @Override
  public Set<Network> networks() {
    return selected().outbound().networks();
  }

  @Override
  public @Nullable GroupMember current(Network network) {
    GroupMember member = selected();
    return member.carries(network) ? member : null;
  }

  @Override
  public List<GroupMember> candidates(
      Network network, DialRequest request, List<GroupMember> tried) {
    return List.of(selected());
  }

  @Override
  public boolean failsOver() {
    return false;
  }

  @Override
  public synchronized void select(String tag) {
    GroupMember chosen = members.named(tag);
    if (chosen == null) {
      throw new IllegalArgumentException(
          "no member " + tag + " (known: " + String.join(", ", tags()) + ")");
    }
    boolean other = chosen != selected();
    selected.tag = tag;
    if (other) {
      connections.interrupt(held -> held.member() != chosen, "the group was switched to " + tag);
    }
  }

  private List<String> tags() {
    return members.all().stream().map(GroupMember::tag).toList();
  }
}
