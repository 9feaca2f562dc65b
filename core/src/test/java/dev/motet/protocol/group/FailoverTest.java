package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Group;
import dev.motet.core.Session;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.OutOfDescriptorsException;
import dev.motet.io.PacketConn;
import dev.motet.testkit.Background;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of one connection when members fail: another member, another round, a breaker.
class FailoverTest {
  private final GroupFixture the = new GroupFixture();

  @AfterEach
  void close() {
    the.close();
  }

  @Test
  void theNextMemberOpensWhatOneCannot() throws Exception {
    the.a.fails();
    GroupOutbound group = the.fallback(the.options());
    DialRequest request = the.request();
    try (Conn _ = group.dial(request)) {
      assertThat(request.session().chain()).containsExactly("b");
    }
    try (PacketConn _ = group.bind(request)) {
      assertThat(the.b.tries()).isEqualTo(2);
    }
    assertThat(the.c.tries()).isZero();
    assertThat(the.b.requests()).containsOnly(request);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void whateverTheReason(Reason reason) throws Exception {
    the.a.fails(reason);
    GroupOutbound group = the.fallback(the.options());
    assertThat(the.dial(group, 2)).containsExactly("b", "b");
  }

  @Test
  void failsWithTheErrorOfTheFirstWhenAllFail() throws Exception {
    the.a.fails(Reason.TIMEOUT);
    the.b.fails(Reason.AUTH);
    the.c.fails(Reason.FAILED);
    DialRequest request = the.request();
    assertThatThrownBy(() -> the.fallback(the.options()).dial(request))
        .isInstanceOfSatisfying(
            DialException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.TIMEOUT);
              assertThat(e.getSuppressed()).hasSize(2);
            });
    assertThat(request.session().chain()).isEmpty();
  }

  @Test
  void whatTheDestinationSaysCountsMore() throws Exception {
    the.a.fails(Reason.TIMEOUT);
    the.b.isRefused();
    the.c.fails(Reason.AUTH);
    assertThatThrownBy(() -> the.fallback(the.options()).dial(the.request()))
        .hasMessage("far away");
  }

  @Test
  void saysWhenNobodyCarriesTheNetwork() {
    the.fakes.values().forEach(fake -> fake.carries(Network.TCP));
    GroupOutbound group = the.fallback(the.options());
    assertThat(group.networks()).containsExactly(Network.TCP);
    assertThatThrownBy(() -> group.bind(the.request()))
        .isInstanceOf(DialException.class)
        .hasMessage("missing supported outbound");
  }

  @Test
  void anExceptionThatIsABugEndsTheAttemptAndLeavesNoCountBehind() throws Exception {
    the.a.does(_ -> {
      throw new IllegalStateException("bug");
    });
    GroupOutbound group = the.loadBalance(LoadBalanceOptions.Strategy.LEAST_CONNECTIONS);
    assertThatThrownBy(() -> group.dial(the.request())).isInstanceOf(IllegalStateException.class);
    the.a.works();
    assertThat(the.dial(group, 3)).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void anotherRoundComesAfterTheDelay() throws Exception {
    the.fakes.values().forEach(FakeOutbound::fails);
    GroupOutbound group = the.fallback(the.options(false, retry(2), null));
    var dialled = Background.call(() -> group.dial(the.request()));
    the.clock.awaitScheduled(1);
    assertThat(the.a.tries()).isEqualTo(1);
    the.clock.advance(Duration.ofMillis(99));
    assertThat(dialled.isDone()).isFalse();
    the.clock.advance(Duration.ofMillis(1));
    Background.until(() -> the.c.tries() == 2);
    the.b.works();
    the.clock.awaitScheduled(1);
    the.clock.advance(Duration.ofMillis(100));
    dialled.get().close();
    assertThat(the.a.tries()).isEqualTo(3);
    assertThat(the.c.tries()).isEqualTo(2);
  }

  @Test
  void roundsAreCounted() throws Exception {
    the.fakes.values().forEach(FakeOutbound::fails);
    GroupOutbound group =
        the.fallback(the.options(false, new RetryOptions(2, Duration.ZERO), null));
    var dialled = Background.call(() -> group.dial(the.request()));
    Background.until(() -> {
      the.clock.advance(Duration.ZERO);
      return dialled.isDone();
    });
    assertThat(dialled.failure()).hasMessage("scripted");
    assertThat(the.a.tries()).isEqualTo(3);
  }

  @Test
  void thereIsNoOtherRoundWhereNobodyIsAtFault() throws Exception {
    the.a.isRefused();
    the.b.fails(Reason.REJECTED);
    the.c.fails(Reason.UNSUPPORTED);
    GroupOutbound group = the.fallback(the.options(false, retry(5), GroupFixture.BREAKER));
    assertThatThrownBy(() -> group.dial(the.request())).hasMessage("far away");
    assertThat(the.a.tries()).isEqualTo(1);
  }

  @Test
  void aSessionThatIsCutWaitsForNoRound() throws Exception {
    the.fakes.values().forEach(FakeOutbound::fails);
    GroupOutbound group = the.fallback(the.options(false, retry(5), null));
    Session session = the.session(GroupFixture.SITE);
    List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
    session.onCancel(reason -> heard.add(reason.getMessage()));
    DialRequest request =
        new DialRequest(GroupFixture.SITE, List.of(), the.request().socket(), session);
    var dialled = Background.call(() -> group.dial(request));
    the.clock.awaitScheduled(1);
    session.cancel(new IOException("cut"));
    assertThat(dialled.failure()).hasMessage("cut");
    assertThat(heard).containsExactly("cut");
    assertThat(the.clock.scheduled()).isZero();
  }

  @Test
  void aGroupThatClosesWaitsForNoRound() throws Exception {
    the.fakes.values().forEach(FakeOutbound::fails);
    GroupOutbound group = the.fallback(the.options(false, retry(5), null));
    var dialled = Background.call(() -> group.dial(new DialRequest(GroupFixture.SITE)));
    the.clock.awaitScheduled(1);
    group.close();
    assertThat(dialled.failure()).hasMessage("the group closes");
    assertThatThrownBy(() -> group.dial(the.request())).hasMessage("the group closes");
  }

  @Test
  void aMemberWhoseBreakerIsOpenIsLeftOut() throws Exception {
    GroupOutbound group = the.loadBalanceWithBreaker();
    the.a.fails();
    while (the.a.tries() < 3) {
      the.dial(group, 1);
      the.history().worked(the.named("a"));
    }
    assertThat(group.members().getFirst().usable()).isFalse();
    the.dial(group, 30);
    assertThat(the.a.tries()).isEqualTo(3);

    the.clock.advance(Duration.ofMinutes(1));
    assertThat(group.members().getFirst().usable()).isTrue();
    the.history().worked(the.named("a"));
    the.dial(group, 30);
    assertThat(the.a.tries()).as("one probe, which failed").isEqualTo(4);

    the.a.works();
    the.clock.advance(Duration.ofMinutes(1));
    the.history().worked(the.named("a"));
    assertThat(the.dial(group, 30)).contains("a", "b", "c");
  }

  /// Nobody hears an error as long as one member works, whatever breakers say.
  @Test
  void whenAllOthersFailAnOpenBreakerIsNoObstacle() throws Exception {
    the.a.fails();
    the.b.fails();
    GroupOutbound group = the.fallback(the.options(false, null, GroupFixture.BREAKER));
    for (int i = 0; i < 3; i++) {
      assertThat(the.dial(group, 1)).containsExactly("c");
      the.history().worked(the.named("a"));
      the.history().worked(the.named("b"));
    }
    assertThat(group.members())
        .extracting(Group.Member::usable)
        .containsExactly(false, false, true);
    the.c.fails();
    the.b.works();
    assertThat(the.dial(group, 1)).containsExactly("b");
    assertThat(group.members().get(1).usable()).as("it works again").isTrue();
  }

  /// When the machine's own network is down, nobody is left alone for it afterwards.
  @Test
  void whenNobodyCanDoItNobodyIsToBlame() throws Exception {
    the.fakes.values().forEach(FakeOutbound::fails);
    GroupOutbound group = the.fallback(the.options(false, null, GroupFixture.BREAKER));
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> group.dial(the.request())).hasMessage("scripted");
    }
    assertThat(group.members()).allMatch(Group.Member::usable);
    the.fakes.values().forEach(FakeOutbound::works);
    assertThat(the.dial(group, 1)).containsExactly("a");
  }

  @Test
  void aProbeThatNobodyElseCouldDoEitherIsNotHeldAgainstTheMember() throws Exception {
    the.a.fails();
    GroupOutbound group = the.fallback(the.options(false, null, GroupFixture.BREAKER));
    for (int i = 0; i < 3; i++) {
      the.dial(group, 1);
      the.history().worked(the.named("a"));
    }
    the.clock.advance(Duration.ofMinutes(1));
    the.b.fails();
    the.c.fails();
    assertThatThrownBy(() -> group.dial(the.request())).hasMessage("scripted");
    the.a.works();
    assertThat(the.dial(group, 1)).containsExactly("a");
    assertThat(group.members()).allMatch(Group.Member::usable);
  }

  @Test
  void destinationsThatRefuseOpenNoBreaker() throws Exception {
    the.a.isRefused();
    GroupOutbound group = the.fallback(the.options(false, null, GroupFixture.BREAKER));
    for (int i = 0; i < 10; i++) {
      the.dial(group, 1);
    }
    assertThat(the.a.tries()).as("it is still the first").isEqualTo(10);
    assertThat(group.members()).allMatch(Group.Member::usable);
  }

  /// A member that does not choose among addresses is asked for each of them, and none is its
  /// fault.
  @Test
  void addressesOfTheDestinationAreTriedWithEachMember() throws Exception {
    List<InetAddress> addresses =
        List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));
    GroupOutbound group = the.fallback(the.options(false, null, GroupFixture.BREAKER));
    assertThat(group.choosesAddress()).isTrue();
    the.a.isRefused();
    DialRequest request =
        new DialRequest(
            GroupFixture.SITE, addresses, the.request().socket(), the.request().session());
    for (int i = 0; i < 5; i++) {
      group.dial(request).close();
    }
    assertThat(the.a.requests())
        .hasSize(10)
        .extracting(one -> one.to().toString())
        .startsWith("192.0.2.1:443", "192.0.2.2:443", "192.0.2.1:443");
    assertThat(the.b.requests())
        .hasSize(5)
        .extracting(one -> one.to().toString())
        .containsOnly("192.0.2.1:443");
  }

  /// What a member says of its own server is its own fault.
  @Test
  void aServerThatRefusesIsAFaultOfTheMember() throws Exception {
    Destination server = Destination.of("192.0.2.9", 1080);
    the.a.does(_ -> {
      throw new DialException(Reason.REFUSED, "server is down").blaming(server);
    });
    GroupOutbound group = the.fallback(the.options());
    the.dial(group, 5);
    assertThat(the.a.tries()).as("it has gone behind the others").isEqualTo(1);
  }

  @Test
  void brokenHandshakesAreFaultsAndLackOfDescriptorsIsNone() throws Exception {
    GroupOutbound group = the.fallback(the.options());
    the.a.does(_ -> {
      throw new OutOfDescriptorsException("too many open files");
    });
    the.dial(group, 3);
    the.a.does(_ -> {
      throw new DialException(
          Reason.FAILED, "x", new OutOfDescriptorsException("too many open files"));
    });
    the.dial(group, 3);
    assertThat(the.a.tries()).isEqualTo(6);
    the.a.does(_ -> {
      throw new EOFException();
    });
    the.dial(group, 3);
    assertThat(the.a.tries()).isEqualTo(7);
  }

  private static RetryOptions retry(int attempts) {
    return new RetryOptions(attempts, Duration.ofMillis(100));
  }
}
