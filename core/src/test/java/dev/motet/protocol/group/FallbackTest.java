package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.core.Group;
import dev.motet.io.Conn;
import dev.motet.io.Network;
import dev.motet.testkit.Background;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The order of preference, and when the group comes back to it.
class FallbackTest {
  private final GroupFixture the = new GroupFixture();

  @AfterEach
  void close() {
    the.close();
  }

  @Test
  void usesTheFirstThatWorks() throws Exception {
    GroupOutbound group = the.fallback(the.options());
    assertThat(group.current(Network.TCP)).isEqualTo("a");
    assertThat(the.dial(group, 2)).containsExactly("a", "a");
  }

  @Test
  void aMemberThatFailedComesLastUntilATestSucceeds() throws Exception {
    GroupOutbound group = started(the.fallback(the.options()));
    the.a.fails();
    assertThat(the.dial(group, 3)).containsExactly("b", "b", "b");
    assertThat(group.current(Network.TCP)).isEqualTo("b");
    the.a.works();
    assertThat(the.dial(group, 1)).containsExactly("b");
    the.clock.advance(GroupFixture.INTERVAL);
    Background.until(() -> group.current(Network.TCP).equals("a"));
    assertThat(the.dial(group, 1)).containsExactly("a");
  }

  @Test
  void aMemberThatATestFoundDeadIsNotTried() throws Exception {
    the.a.fails();
    GroupOutbound group = started(the.fallback(the.options()));
    int tests = the.a.tries();
    assertThat(the.dial(group, 5)).containsOnly("b");
    assertThat(the.a.tries()).isEqualTo(tests);
    assertThat(group.members())
        .extracting(Group.Member::failing)
        .as("and is shown as failing")
        .containsExactly(true, false, false);
  }

  @Test
  void oneThatFailedAndOpensAConnectionAfterAllIsFitAgain() throws Exception {
    GroupOutbound group = the.fallback(the.options());
    the.a.fails();
    the.dial(group, 1);
    the.b.fails();
    the.c.fails();
    the.a.works();
    assertThat(the.dial(group, 1)).containsExactly("a");
    assertThat(the.dial(group, 1)).containsExactly("a");
    assertThat(the.b.tries()).isEqualTo(2);
  }

  /// The page that tests ask for may be down while members work.
  @Test
  void whenAllTestsFailItStaysWhereItIs() throws Exception {
    the.a.fails();
    GroupOutbound group = started(the.fallback(the.options(true, null, null)));
    Background.until(() -> the.history().delay(the.named("b")) != null);
    try (Conn conn = group.dial(the.request())) {
      assertThat(group.current(Network.TCP)).isEqualTo("b");
      the.fakes.values().forEach(fake -> fake.does(FallbackTest::onlyTestsFail));
      group.networkChanged();
      Background.until(() -> the.history().isFailing(the.named("c")));
      assertThat(group.current(Network.TCP)).isEqualTo("b");
      assertThat(the.dial(group, 1)).containsExactly("b");
      assertThat(GroupFixture.isCut(conn)).isFalse();
    }
  }

  @Test
  void theReturnToABetterOneEndsConnectionsThroughTheOthers() throws Exception {
    the.a.fails();
    GroupOutbound group = started(the.fallback(the.options()));
    Background.until(() -> the.history().delay(the.named("c")) != null);
    try (Conn client = group.dial(the.request());
        Conn own = group.dial(new DialRequest(GroupFixture.SITE))) {
      assertThat(GroupFixture.isCut(own)).isFalse();
      the.a.works();
      group.networkChanged();
      Background.until(() -> GroupFixture.isCut(own));
      assertThat(GroupFixture.isCut(client)).isFalse();
    }
  }

  @Test
  void eachNetworkHasItsFirst() throws Exception {
    the.a.carries(Network.UDP);
    GroupOutbound group = the.fallback(the.options());
    assertThat(group.current(Network.TCP)).isEqualTo("b");
    assertThat(group.current(Network.UDP)).isEqualTo("a");
    assertThat(the.dial(group, 1)).isEqualTo(List.of("b"));
  }

  /// After its first tests.
  private GroupOutbound started(GroupOutbound group) {
    group.start();
    Background.until(() -> the.fakes.values().stream().allMatch(fake -> fake.tries() > 0));
    Background.until(() ->
        the.history().delay(the.named("a")) != null || the.history().isFailing(the.named("a")));
    return group;
  }

  private static void onlyTestsFail(DialRequest request) throws java.io.IOException {
    if (request.session() == null) {
      throw new java.io.IOException("no page");
    }
  }
}
