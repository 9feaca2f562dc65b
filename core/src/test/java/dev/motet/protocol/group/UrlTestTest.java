package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who is chosen when delays are known (inventory OUT-5).
class UrlTestTest {
  private final GroupFixture the = new GroupFixture();

  @AfterEach
  void close() {
    the.close();
  }

  /// A group, and its policy by itself: the test says when members were tested.
  private record Chosen(GroupOutbound group, UrlTest policy) {}

  private Chosen urltest(GroupOptions options) {
    Members members = new Members(the.env, options);
    Connections connections = new Connections(options.interruptExistConnections());
    UrlTest policy =
        new UrlTest(members, the.history(), new Settled(the.env, members, connections), 50);
    TestLoop tests =
        new TestLoop(the.env, GroupFixture.TEST, members, the.history(), policy::tested);
    return new Chosen(
        new GroupOutbound(the.env, options, members, connections, policy, tests), policy);
  }

  private Chosen urltest() {
    return urltest(the.options());
  }

  @Test
  void withoutDelaysTheFirstThatCarriesTheNetworkIsUsed() throws Exception {
    the.a.carries(Network.TCP);
    GroupOutbound group = urltest().group();
    assertThat(group.current(Network.TCP)).isEqualTo("a");
    assertThat(group.current(Network.UDP)).isEqualTo("b");
    assertThat(the.dial(group, 2)).containsExactly("a", "a");
  }

  @Test
  void anotherMemberWinsOnlyByMoreThanTheTolerance() {
    Chosen it = urltest();
    the.delay("a", 120);
    the.delay("b", 70);
    the.delay("c", 80);
    it.policy().tested();
    assertThat(it.group().current(Network.TCP)).isEqualTo("a");
    the.delay("b", 69);
    it.policy().tested();
    assertThat(it.group().current(Network.TCP)).isEqualTo("b");
    the.delay("a", 20);
    it.policy().tested();
    assertThat(it.group().current(Network.TCP)).as("it stays").isEqualTo("b");
    the.delay("a", 18);
    it.policy().tested();
    assertThat(it.group().current(Network.TCP)).isEqualTo("a");
  }

  @Test
  void eachNetworkHasAWinnerOfItsOwn() throws Exception {
    Chosen it = urltest();
    the.a.carries(Network.TCP);
    the.delay("a", 10);
    the.delay("c", 100);
    it.policy().tested();
    assertThat(it.group().current(Network.TCP)).isEqualTo("a");
    assertThat(it.group().current(Network.UDP)).isEqualTo("c");
    DialRequest request = the.request();
    try (PacketConn _ = it.group().bind(request)) {
      assertThat(request.session().chain()).containsExactly("c");
    }
  }

  /// Inventory MS-11.
  @Test
  void saysItCarriesBothAndRefusesWhatNobodyDoes() {
    the.fakes.values().forEach(fake -> fake.carries(Network.TCP));
    GroupOutbound group = urltest().group();
    assertThat(group.networks()).containsExactlyInAnyOrder(Network.TCP, Network.UDP);
    assertThat(group.current(Network.UDP)).isNull();
    assertThatThrownBy(() -> group.bind(the.request()))
        .isInstanceOf(DialException.class)
        .hasMessage("missing supported outbound");
  }

  @Test
  void aFailedConnectionForgetsTheDelayAndTheNextTestsDecide() throws Exception {
    Chosen it = urltest();
    the.delay("a", 10);
    the.delay("b", 200);
    it.policy().tested();
    the.a.fails();
    assertThatThrownBy(() -> it.group().dial(the.request())).hasMessage("scripted");
    assertThat(it.group().members().getFirst().delayMillis()).isNull();
    assertThat(it.group().current(Network.TCP)).as("until the next tests").isEqualTo("a");
    it.policy().tested();
    assertThat(it.group().current(Network.TCP)).isEqualTo("b");
    assertThat(the.dial(it.group(), 1)).containsExactly("b");
  }

  @Test
  void aDestinationThatRefusesSaysNothingOfTheMember() throws Exception {
    Chosen it = urltest();
    the.delay("a", 10);
    the.a.isRefused();
    assertThatThrownBy(() -> it.group().dial(the.request())).hasMessage("far away");
    assertThat(it.group().members().getFirst().delayMillis()).isEqualTo(10);
  }

  @Test
  void whenNobodyAnswersItStaysWhereItIs() {
    Chosen it = urltest();
    the.delay("b", 10);
    it.policy().tested();
    the.history().failed(the.named("b"));
    it.policy().tested();
    assertThat(it.group().current(Network.TCP)).isEqualTo("b");
  }

  @Test
  void aRetryGoesToTheFastestOfTheOthers() throws Exception {
    Chosen it = urltest(the.options(false, new RetryOptions(1, Duration.ZERO), null));
    the.delay("a", 10);
    the.delay("b", 300);
    the.delay("c", 200);
    it.policy().tested();
    the.a.fails();
    var dialled = dev.motet.testkit.Background.call(() -> the.dial(it.group(), 1));
    dev.motet.testkit.Background.until(() -> {
      the.clock.advance(Duration.ZERO);
      return dialled.isDone();
    });
    assertThat(dialled.get()).containsExactly("c");
    assertThat(the.b.tries()).isZero();
  }

  @Test
  void anOpenBreakerLeavesItToTheOthers() throws Exception {
    Chosen it = urltest(the.options(false, null, GroupFixture.BREAKER));
    the.delay("a", 10);
    the.delay("b", 300);
    it.policy().tested();
    the.a.fails();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> it.group().dial(the.request())).hasMessage("scripted");
    }
    assertThat(it.group().current(Network.TCP)).isEqualTo("b");
    assertThat(the.dial(it.group(), 2)).containsExactly("b", "b");
  }

  @Test
  void aSwitchEndsConnectionsOfThatNetworkThroughOthers() throws Exception {
    Chosen it = urltest(the.options(true, null, null));
    the.delay("a", 100);
    it.policy().tested();
    try (Conn conn = it.group().dial(the.request());
        PacketConn packets = it.group().bind(the.request())) {
      it.policy().tested();
      assertThat(GroupFixture.isCut(conn)).isFalse();
      the.b.carries(Network.TCP);
      the.delay("b", 1);
      it.policy().tested();
      assertThat(GroupFixture.isCut(conn)).isTrue();
      packets.send(new dev.motet.io.PacketBatch(1, 100));
    }
  }

  @Test
  void whatItSettledOnAndTheDelaysBelongToTheTag() {
    Chosen before = urltest();
    the.delay("c", 10);
    before.policy().tested();
    GroupOutbound after = urltest().group();
    assertThat(after.current(Network.TCP)).isEqualTo("c");
    assertThat(after.members().getLast().delayMillis()).isEqualTo(10);
  }

  @Test
  void aGroupInsideAGroupCountsAsWhatItWouldUse() throws Exception {
    GroupFixture inside = new GroupFixture();
    try (inside) {
      GroupOutbound inner = Selector.create(inside.env, new SelectorOptions(inside.options(), "c"));
      the.env.outbound("inner", inner);
      GroupOptions options =
          new GroupOptions(java.util.List.of("inner", "b"), false, RetryOptions.NONE, null);
      Chosen it = urltest(options);
      the.delay("c", 10); // the leaf of `inner`
      the.delay("b", 90);
      it.policy().tested();
      assertThat(it.group().current(Network.TCP)).isEqualTo("inner");
      assertThat(the.dial(it.group(), 1)).containsExactly("inner", "c");
      inner.select("a");
      it.policy().tested();
      assertThat(it.group().current(Network.TCP)).as("nothing is known of a").isEqualTo("b");
    }
  }

  @Test
  void cannotBeToldWhatToChoose() {
    assertThatThrownBy(() -> urltest().group().select("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chooses by itself");
  }
}
