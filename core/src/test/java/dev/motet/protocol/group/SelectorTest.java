package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Group;
import dev.motet.io.Conn;
import dev.motet.io.Network;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the user chooses.
class SelectorTest {
  private final GroupFixture the = new GroupFixture();

  @AfterEach
  void close() {
    the.close();
  }

  private GroupOutbound selector(GroupOptions options) {
    return Selector.create(the.env, new SelectorOptions(options, "b"));
  }

  @Test
  void beginsWithTheDefaultElseTheFirst() throws Exception {
    assertThat(selector(the.options()).current(Network.TCP)).isEqualTo("b");
    assertThat(
            Selector.create(the.env, new SelectorOptions(the.options(), null)).current(Network.UDP))
        .isEqualTo("a");
  }

  @Test
  void goesWhereItWasTold() throws Exception {
    GroupOutbound group = selector(the.options());
    assertThat(the.dial(group, 1)).containsExactly("b");
    group.select("c");
    assertThat(the.dial(group, 1)).containsExactly("c");
    assertThat(group.members())
        .extracting(Group.Member::tag, Group.Member::delayMillis, Group.Member::usable)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", null, true),
            org.assertj.core.groups.Tuple.tuple("b", null, true),
            org.assertj.core.groups.Tuple.tuple("c", null, true));
    assertThatThrownBy(() -> group.select("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no member x (known: a, b, c)");
    assertThat(group.current(Network.TCP)).isEqualTo("c");
  }

  @Test
  void failsWithTheChosenOne() throws Exception {
    the.b.fails();
    GroupOutbound group = selector(the.options());
    assertThatThrownBy(() -> group.dial(the.request())).hasMessage("scripted");
    assertThat(the.a.tries() + the.c.tries()).isZero();
  }

  @Test
  void carriesWhatTheChosenOneCarries() {
    the.c.carries(Network.TCP);
    GroupOutbound group = selector(the.options());
    assertThat(group.networks()).containsExactlyInAnyOrder(Network.TCP, Network.UDP);
    group.select("c");
    assertThat(group.networks()).containsExactly(Network.TCP);
    assertThat(group.current(Network.UDP)).isNull();
  }

  @Test
  void theChoiceBelongsToTheTag() throws Exception {
    selector(the.options()).select("c");
    GroupOutbound next = selector(the.options());
    assertThat(next.current(Network.TCP)).isEqualTo("c");
    GroupOptions without =
        new GroupOptions(java.util.List.of("a", "b"), false, RetryOptions.NONE, null);
    assertThat(selector(without).current(Network.TCP)).isEqualTo("b");
  }

  /// Inventory OUT-4.
  @Test
  void aSwitchEndsTheProgramsOwnConnectionsOnly() throws Exception {
    GroupOutbound group = selector(the.options());
    try (Conn client = group.dial(the.request());
        Conn own = group.dial(new DialRequest(GroupFixture.SITE));
        PacketConn packets = group.bind(the.request())) {
      group.select("b");
      assertThat(GroupFixture.isCut(own)).as("not another member").isFalse();
      group.select("a");
      assertThat(GroupFixture.isCut(own)).isTrue();
      assertThat(GroupFixture.isCut(client)).isFalse();
      packets.send(new PacketBatch(1, 100));
    }
  }

  @Test
  void aSwitchEndsAllThatGoesElsewhereWhereThatIsWanted() throws Exception {
    GroupOutbound group = selector(the.options(true, null, null));
    try (Conn before = group.dial(the.request());
        PacketConn packets = group.bind(the.request())) {
      group.select("a");
      assertThatThrownBy(() -> before.read(dev.motet.io.Buffer.allocate(100)))
          .hasMessage("the group was switched to a");
      assertThatThrownBy(() -> packets.receive(new PacketBatch(1, 100)))
          .hasMessage("the group was switched to a");
      try (Conn after = group.dial(the.request())) {
        group.select("a");
        assertThat(GroupFixture.isCut(after)).isFalse();
      }
    }
  }

  /// A connection that was being opened belongs to the member before.
  @Test
  void aSwitchInTheMiddleOfADialCounts() throws Exception {
    GroupOutbound group = selector(the.options(true, null, null));
    the.b.does(_ -> group.select("a"));
    try (Conn conn = group.dial(the.request())) {
      assertThat(GroupFixture.isCut(conn)).isTrue();
    }
  }

  @Test
  void anOpenBreakerRefusesAtOnce() throws Exception {
    the.b.fails();
    GroupOutbound group = selector(the.options(false, null, GroupFixture.BREAKER));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> group.dial(the.request())).hasMessage("scripted");
    }
    the.clock.advance(Duration.ofSeconds(10));
    assertThatThrownBy(() -> group.dial(the.request()))
        .hasMessage("outbound b has failed and is left alone for 50 s");
    assertThat(the.b.tries()).isEqualTo(3);
    the.b.works();
    the.clock.advance(Duration.ofSeconds(50));
    assertThat(the.dial(group, 3)).containsExactly("b", "b", "b");
  }
}
