package dev.motet.protocol.group;

import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.io.Network;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One outbound of a group. Thread-safe.
final class GroupMember {
  private final Env env;
  private final String tag;
  private final Breaker breaker;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile @Nullable Outbound found;

  GroupMember(Env env, String tag, @Nullable BreakerOptions breaker) {
    this.env = env;
    this.tag = tag;
    this.breaker = new Breaker(breaker);
  }

  String tag() {
    return tag;
  }

  Breaker breaker() {
    return breaker;
  }

  /// Whether the breaker would let a connection pass.
  boolean isUsable() {
    return breaker.admits(env.resources().timeouts().nanoTime());
  }

  /// Looked up when it is first needed.
  Outbound outbound() {
    Outbound known = found;
    if (known == null) {
      known = env.outbound(tag);
      found = known;
    }
    return known;
  }

  boolean carries(Network network) {
    return outbound().networks().contains(network);
  }

  /// What streams through it pass in the end, through groups inside groups; null when such a group
  /// has nothing for them.
  @Nullable GroupMember leaf() {
    return outbound() instanceof GroupOutbound group ? group.leaf() : this;
  }

  /// Connections that are open or being opened.
  int connections() {
    return connections.get();
  }

  void began() {
    connections.incrementAndGet();
  }

  void ended() {
    connections.decrementAndGet();
  }

  @Override
  public String toString() {
    return tag;
  }
}
