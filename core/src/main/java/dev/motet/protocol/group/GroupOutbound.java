package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.core.Env;
import dev.motet.core.Group;
import dev.motet.dial.Addressed;
import dev.motet.io.Conn;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A group: its policy chooses, this dials. What the policy says of itself, tests, breakers and
/// open connections are kept for all kinds of groups alike.
final class GroupOutbound implements Group {
  private final Members members;
  private final Policy policy;
  private final Connections connections;
  private final @Nullable TestLoop tests;
  private final Pauses pauses;
  private final Attempt.Parts parts;

  /// @param tests null for a group that is not tested
  GroupOutbound(
      Env env,
      GroupOptions options,
      Members members,
      Connections connections,
      Policy policy,
      @Nullable TestLoop tests) {
    this.members = members;
    this.policy = policy;
    this.connections = connections;
    this.tests = tests;
    this.pauses = new Pauses(env.resources().timeouts());
    this.parts = new Attempt.Parts(env, policy, options.retry(), connections, pauses, tests);
  }

  @Override
  public void start() {
    if (tests != null) {
      tests.start();
    }
  }

  @Override
  public void networkChanged() {
    if (tests != null) {
      tests.networkChanged();
    }
  }

  @Override
  public void close() {
    pauses.close();
    if (tests != null) {
      tests.close();
    }
  }

  @Override
  public Set<Network> networks() {
    return policy.networks();
  }

  /// Each member gets what it can do with the addresses.
  @Override
  public boolean choosesAddress() {
    return true;
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    used();
    Attempt.Opening<Conn> opening =
        (member, switches) ->
            connections.hold(
                new Addressed(member.outbound()).dial(request),
                member,
                request.session(),
                switches);
    return new Attempt<>(parts, Network.TCP, request, opening).run();
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    used();
    Attempt.Opening<PacketConn> opening =
        (member, switches) ->
            connections.hold(
                new Addressed(member.outbound()).bind(request),
                member,
                request.session(),
                switches);
    return new Attempt<>(parts, Network.UDP, request, opening).run();
  }

  private void used() {
    if (tests != null) {
      tests.used();
    }
  }

  /// As [GroupMember#leaf], of the member that is tried first.
  @Nullable GroupMember leaf() {
    GroupMember current = policy.current(Network.TCP);
    return current == null ? null : current.leaf();
  }

  @Override
  public List<Group.Member> members() {
    return members.all().stream().map(this::seen).toList();
  }

  private Group.Member seen(GroupMember member) {
    History.Delay delay = tests == null ? null : tests.delay(member);
    return new Group.Member(
        member.tag(),
        delay == null ? null : delay.millis(),
        delay == null ? null : delay.at(),
        tests != null && tests.isFailing(member),
        member.isUsable());
  }

  @Override
  public @Nullable String current(Network network) {
    GroupMember current = policy.current(network);
    return current == null ? null : current.tag();
  }

  @Override
  public void select(String member) {
    policy.select(member);
  }
}
