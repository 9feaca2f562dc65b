package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.core.Session;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A group over fake members `a`, `b` and `c` on a virtual clock.
final class GroupFixture implements AutoCloseable {
  static final Destination SITE = Destination.of("www.example.org", 443);
  static final Duration INTERVAL = Duration.ofMinutes(3);
  static final Duration IDLE = Duration.ofMinutes(30);
  static final TestOptions TEST = new TestOptions("http://t.test/204", INTERVAL, IDLE);
  static final BreakerOptions BREAKER =
      new BreakerOptions(3, Duration.ofSeconds(30), Duration.ofMinutes(1));

  final VirtualTimeouts clock = new VirtualTimeouts();
  final TestEnv env = new TestEnv(clock);
  final Map<String, FakeOutbound> fakes = new LinkedHashMap<>();
  final FakeOutbound a = fake("a");
  final FakeOutbound b = fake("b");
  final FakeOutbound c = fake("c");

  FakeOutbound fake(String tag) {
    FakeOutbound fake = new FakeOutbound();
    fakes.put(tag, fake);
    env.outbound(tag, fake);
    return fake;
  }

  /// The members that are there now.
  GroupOptions options(
      boolean interrupt, @Nullable RetryOptions retry, @Nullable BreakerOptions breaker) {
    return new GroupOptions(
        List.copyOf(fakes.keySet()), interrupt, retry == null ? RetryOptions.NONE : retry, breaker);
  }

  GroupOptions options() {
    return options(false, null, null);
  }

  GroupOutbound fallback(GroupOptions options) {
    return Fallback.create(env, new FallbackOptions(options, TEST));
  }

  GroupOutbound loadBalance(LoadBalanceOptions.Strategy strategy) {
    return LoadBalance.create(env, new LoadBalanceOptions(options(), TEST, strategy));
  }

  GroupOutbound loadBalanceWithBreaker() {
    return LoadBalance.create(
        env,
        new LoadBalanceOptions(
            options(false, null, BREAKER), TEST, LoadBalanceOptions.Strategy.ROUND_ROBIN));
  }

  /// What tests of the group in this environment have found.
  History history() {
    return env.inherited(History.class, History::new);
  }

  /// A member for [#history()], which goes by tags.
  GroupMember named(String tag) {
    return new GroupMember(env, tag, null);
  }

  void delay(String tag, int millis) {
    history().tested(named(tag), new History.Delay(millis, clock.nanoTime(), Instant.EPOCH));
  }

  /// A client's.
  Session session(Destination to) throws IOException {
    InetAddress address = InetAddress.ofLiteral("198.51.100.7");
    return env.session(Network.TCP, new InetSocketAddress(address, 1000), to, null);
  }

  DialRequest request(Destination to) throws IOException {
    return new DialRequest(to, List.of(), SocketOverrides.NONE, session(to));
  }

  DialRequest request() throws IOException {
    return request(SITE);
  }

  /// The members that so many connections, which stay open, went to.
  List<String> dial(GroupOutbound group, int times) throws IOException {
    List<String> used = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      DialRequest request = request();
      Conn _ = group.dial(request);
      used.addAll(request.session().chain());
    }
    return used;
  }

  /// Whether the other end or this one has ended it.
  static boolean isCut(Conn conn) {
    try {
      conn.write(Buffer.copyOf(new byte[] {1}));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    env.close();
  }
}
