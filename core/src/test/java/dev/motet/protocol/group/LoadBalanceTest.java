package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.core.Session;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.protocol.group.LoadBalanceOptions.Strategy;
import dev.motet.testkit.Background;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadBalanceTest {
  private final GroupFixture the = new GroupFixture();

  @AfterEach
  void close() {
    the.close();
  }

  @Test
  void roundRobinGoesRound() throws Exception {
    GroupOutbound group = the.loadBalance(Strategy.ROUND_ROBIN);
    assertThat(group.current(Network.TCP)).isEqualTo("a");
    assertThat(the.dial(group, 7)).containsExactly("a", "b", "c", "a", "b", "c", "a");
    assertThat(group.current(Network.TCP)).isEqualTo("b");
  }

  /// The one behind a dead member does not get its share on top of its own.
  @Test
  void theShareOfADeadMemberIsDividedAmongTheOthers() throws Exception {
    GroupOutbound group = the.loadBalance(Strategy.ROUND_ROBIN);
    the.a.fails();
    the.dial(group, 1);
    List<String> used = the.dial(group, 100);
    assertThat(used).filteredOn("b"::equals).hasSize(50);
    assertThat(used).filteredOn("c"::equals).hasSize(50);
    assertThat(the.a.tries()).isEqualTo(1);
  }

  @Test
  void leastConnectionsFillsTheEmptiest() throws Exception {
    GroupOutbound group = the.loadBalance(Strategy.LEAST_CONNECTIONS);
    List<Conn> open = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      open.add(group.dial(the.request()));
    }
    assertThat(the.a.tries()).isEqualTo(2);
    assertThat(the.b.tries()).isEqualTo(2);
    open.get(1).close(); // of b
    open.get(1).close();
    open.get(4).close();
    assertThat(the.dial(group, 2)).containsExactly("b", "b");
    try (PacketConn _ = group.bind(the.request())) {
      assertThat(the.fakes.values()).extracting(FakeOutbound::tries).contains(3);
    }
  }

  /// Counts are exact whatever happened before: failures, failovers, closes from several threads.
  @Test
  void countsAreExactAfterAStorm() throws Exception {
    GroupOutbound group = the.loadBalance(Strategy.LEAST_CONNECTIONS);
    Random random = new Random(7);
    the.a.does(_ -> failSometimes(random));
    the.b.does(_ -> failSometimes(random));
    List<Background<Void>> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      all.add(
          Background.run(() -> {
            try (Conn conn = group.dial(the.request())) {
              conn.abort(new java.io.IOException("over"));
              Thread closer = Thread.ofVirtual().start(conn::close);
              conn.close();
              closer.join();
            }
          }));
    }
    for (Background<Void> each : all) {
      each.get();
    }
    the.a.works();
    the.b.works();
    the.history().worked(the.named("a"));
    the.history().worked(the.named("b"));
    List<String> used = the.dial(group, 300);
    assertThat(used).filteredOn("a"::equals).hasSize(100);
    assertThat(used).filteredOn("b"::equals).hasSize(100);
  }

  @Test
  void aSiteKeepsItsMember() throws Exception {
    GroupOutbound group = the.loadBalance(Strategy.CONSISTENT_HASHING);
    String member = chain(group, "192.0.2.1", "example.org");
    for (String host : List.of("www.example.org", "a.b.example.org")) {
      assertThat(chain(group, "192.0.2.77", host)).isEqualTo(member);
    }
    the.fakes.get(member).fails();
    String next = chain(group, "192.0.2.1", "example.org");
    assertThat(next).isNotEqualTo(member);
    assertThat(chain(group, "192.0.2.1", "www.example.org")).isEqualTo(next);
    the.fakes.get(member).works();
    the.history().worked(the.named(member));
    assertThat(chain(group, "192.0.2.1", "example.org")).isEqualTo(member);
  }

  @Test
  void aClientSticksToAMemberForASite() throws Exception {
    GroupOutbound group = the.loadBalance(Strategy.STICKY_SESSIONS);
    assertThat(chain(group, "192.0.2.1", "example.org")).isEqualTo("a");
    assertThat(chain(group, "192.0.2.1", "www.example.org")).isEqualTo("a");
    assertThat(chain(group, "192.0.2.2", "example.org")).isEqualTo("b");
    assertThat(chain(group, "192.0.2.1", "example.net")).isEqualTo("c");
    assertThat(chain(group, "192.0.2.2", "example.org")).isEqualTo("b");

    the.b.fails();
    String other = chain(group, "192.0.2.2", "example.org");
    assertThat(other).isNotEqualTo("b");
    the.b.works();
    the.history().worked(the.named("b"));
    assertThat(chain(group, "192.0.2.2", "example.org")).as("it sticks there").isEqualTo(other);
    assertThat(chain(the.loadBalance(Strategy.STICKY_SESSIONS), "192.0.2.2", "example.org"))
        .as("also to the next group of the tag")
        .isEqualTo(other);

    the.clock.advance(StickyTable.LIFE.plusNanos(1));
    assertThat(List.of(chain(group, "192.0.2.1", "x.test"), chain(group, "192.0.2.1", "y.test")))
        .doesNotHaveDuplicates();
    assertThat(group.dial(new DialRequest(GroupFixture.SITE))).isNotNull();
  }

  /// The strategy holds among members that fail too, when all do: the page of the tests is down.
  @Test
  void whenAllTestsFailTheStrategyHolds() throws Exception {
    GroupOutbound group = the.loadBalance(Strategy.ROUND_ROBIN);
    the.fakes.keySet().forEach(tag -> the.history().failed(the.named(tag)));
    assertThat(the.dial(group, 1)).containsExactly("a");
    the.fakes.keySet().forEach(tag -> the.history().failed(the.named(tag)));
    assertThat(the.dial(group, 1)).containsExactly("b");
  }

  @Test
  void connectionsThroughAMemberThatATestFindsDeadEnd() throws Exception {
    GroupOutbound group =
        LoadBalance.create(
            the.env,
            new LoadBalanceOptions(
                the.options(true, null, null), GroupFixture.TEST, Strategy.ROUND_ROBIN));
    group.start();
    Background.until(() -> group.members().stream().allMatch(m -> m.delayMillis() != null));
    try (Conn onA = group.dial(the.request());
        Conn onB = group.dial(the.request())) {
      the.a.fails();
      group.networkChanged();
      Background.until(() -> GroupFixture.isCut(onA));
      assertThat(GroupFixture.isCut(onB)).isFalse();
    }
    group.close();
  }

  private String chain(GroupOutbound group, String client, String host) throws Exception {
    Destination to = Destination.of(host, 443);
    InetSocketAddress source = new InetSocketAddress(InetAddress.ofLiteral(client), 1);
    Session session = the.env.session(Network.TCP, source, to, null);
    try (Conn _ = group.dial(new DialRequest(to, List.of(), SocketOverrides.NONE, session))) {
      return session.chain().getFirst();
    }
  }

  private static void failSometimes(Random random) throws java.io.IOException {
    synchronized (random) {
      if (random.nextInt(3) == 0) {
        throw new java.io.IOException("now and then");
      }
    }
  }
}
