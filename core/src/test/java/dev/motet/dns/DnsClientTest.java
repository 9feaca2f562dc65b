package dev.motet.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DnsQuery;
import dev.motet.dns.message.Edns;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.Wires;
import dev.motet.io.DialException;
import dev.motet.io.IpLiteral;
import dev.motet.io.IpPrefix;
import dev.motet.option.DnsOptions;
import dev.motet.option.DomainResolverOptions;
import dev.motet.option.DomainStrategy;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.Background;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lookups of the program, and what is between a query and a server.
class DnsClientTest {
  private static final String[] A = {"a.test. 60 A 192.0.2.1", "a.test. 60 A 192.0.2.2"};
  private static final String AAAA = "a.test. 60 AAAA 2001:db8::1";

  private final DnsRig rig = new DnsRig();
  private final DnsRig.Server main =
      rig.server("main").knows("a.test a", A).knows("a.test aaaa", AAAA);

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "AS_IS, 192.0.2.1 192.0.2.2 2001:db8::1",
    "PREFER_IPV4, 192.0.2.1 192.0.2.2 2001:db8::1",
    "PREFER_IPV6, 2001:db8::1 192.0.2.1 192.0.2.2",
    "IPV4_ONLY, 192.0.2.1 192.0.2.2",
    "IPV6_ONLY, 2001:db8::1",
  })
  void ordersByStrategyAndAsksOnlyForWhatItTakes(DomainStrategy strategy, String expected)
      throws IOException {
    rig.start();

    assertThat(rig.dns.lookup(new DnsQuery("a.test", strategy, null, null)))
        .isEqualTo(addresses(expected));
    assertThat(main.asked).hasSize(strategy.name().endsWith("ONLY") ? 1 : 2);
  }

  @Test
  void theStrategyOfTheSectionIsForQueriesWithout() throws IOException {
    rig.start(DnsRig.options(DomainStrategy.IPV6_ONLY, null), null);

    assertThat(rig.dns.lookup(DnsRig.lookup("a.test"))).isEqualTo(addresses("2001:db8::1"));
    assertThat(rig.dns.lookup(new DnsQuery("a.test", DomainStrategy.IPV4_ONLY, null, null)))
        .hasSize(2);
  }

  @Test
  void oneFamilyIsEnough() throws IOException {
    rig.server("main").knows("six.test aaaa", "six.test. 60 AAAA ::1");
    rig.start();

    assertThat(rig.dns.lookup(DnsRig.lookup("six.test"))).isEqualTo(addresses("::1"));
    assertThatThrownBy(() -> rig.dns.lookup(DnsRig.lookup("none.test")))
        .isInstanceOf(DialException.class)
        .hasMessage("lookup none.test: NXDOMAIN");
    main.knows("empty.test a").knows("empty.test aaaa");
    assertThatThrownBy(() -> rig.dns.lookup(DnsRig.lookup("empty.test")))
        .hasMessage("lookup empty.test: empty result");
    assertThatThrownBy(() -> rig.dns.lookup(DnsRig.lookup("a..test")))
        .hasMessage("lookup a..test: label of 0 bytes (expected: 1 to 63)");
  }

  @Test
  void aQueryCanNameItsServer() throws IOException {
    rig.server("other").knows("a.test a", "a.test. 60 A 192.0.2.9");
    rig.start(DnsRig.options(false, true, false), null);

    assertThat(rig.dns.lookup(named("other"))).isEqualTo(addresses("192.0.2.9"));
    assertThat(rig.dns.lookup(named("main"))).hasSize(3);
    assertThatThrownBy(() -> rig.dns.lookup(named("none")))
        .hasMessage("DNS server not found: none");
  }

  @Test
  void whatIsDialledGoesToTheDefaultResolver() throws IOException {
    rig.server("other").knows("a.test a", "a.test. 60 A 192.0.2.9");
    var resolver =
        new DomainResolverOptions(
            "other", DomainStrategy.IPV4_ONLY, true, null, IpPrefix.parse("192.0.2.0/24"));
    rig.start(DnsOptions.DEFAULT, resolver);

    assertThat(rig.dns.resolve(DnsRig.lookup("a.test"))).isEqualTo(addresses("192.0.2.9"));
    assertThat(rig.server("other").asked.getFirst().edns().options())
        .extracting(Edns.Option::code)
        .containsExactly(Edns.CLIENT_SUBNET);
    assertThat(rig.dns.lookup(DnsRig.lookup("a.test"))).as("what is not dialled").hasSize(3);
    assertThat(rig.dns.resolve(named("main"))).hasSize(3);
  }

  @Test
  void theOnlyServerIsTheResolver() throws IOException {
    rig.start();

    assertThat(rig.dns.resolve(DnsRig.lookup("a.test"))).hasSize(3);
  }

  @Test
  void answersAreRememberedAndCountDown() throws IOException {
    rig.start();
    rig.dns.lookup(DnsRig.lookup("a.test"));
    rig.clock.advance(Duration.ofMillis(58_500));

    Message cached = rig.exchange(Wires.query("A.test", RecordTypes.A));
    assertThat(cached.answers()).hasSize(2).allMatch(record -> record.ttl() == 2);
    assertThat(main.asked).hasSize(2);

    rig.clock.advance(Duration.ofMillis(1_500));
    assertThat(rig.exchange(Wires.query("a.test", RecordTypes.A)).answers().getFirst().ttl())
        .isEqualTo(60);
    assertThat(main.asked).hasSize(3);
  }

  @Test
  void withoutExpiryAnswersStayAsTheyAre() throws IOException {
    rig.start(DnsRig.options(true, false, false), null);
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    rig.clock.advance(Duration.ofDays(1));

    Message cached = rig.exchange(Wires.query("a.test", RecordTypes.A));

    assertThat(cached.answers().getFirst().ttl()).isEqualTo(60);
    assertThat(main.asked).hasSize(1);
  }

  @Test
  void anAnswerOfOneServerIsGivenForAnotherUnlessTheyAreIndependent() throws IOException {
    DnsRig.Server other = rig.server("other");
    rig.start();
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    assertThat(rig.dns.lookup(named("other"))).as("the shared cache").hasSize(2);

    rig.start(DnsRig.options(false, true, false), null);
    other.asked.clear();
    assertThatThrownBy(() -> rig.dns.lookup(named("other"))).hasMessageContaining("NXDOMAIN");
    assertThat(other.asked).isNotEmpty();
  }

  @Test
  void theCacheSurvivesAReloadButNotTheServer() throws IOException {
    rig.start();
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    rig.start();
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    assertThat(main.asked).hasSize(1);

    rig.servers.clear();
    DnsRig.Server next = rig.server("main").knows("a.test a", "a.test. 60 A 192.0.2.5");
    rig.start();

    assertThat(rig.exchange(Wires.query("a.test", RecordTypes.A)).answers())
        .hasToString("[a.test. 60 IN A 192.0.2.5]");
    assertThat(next.asked).hasSize(1);
  }

  @Test
  void anotherNetworkEmptiesTheCache() throws IOException {
    rig.start();
    rig.exchange(Wires.query("a.test", RecordTypes.A));

    rig.dns.networkChanged();

    rig.exchange(Wires.query("a.test", RecordTypes.A));
    assertThat(main.asked).hasSize(2);
  }

  @Test
  void theCacheCanBeLeftOut() throws IOException {
    rig.start();
    var without = new DnsQuery("a.test", DomainStrategy.IPV4_ONLY, null, null, true, null, null);
    rig.dns.lookup(without);
    rig.dns.lookup(without);
    assertThat(main.asked).hasSize(2);

    rig.start(
        new DnsOptions(null, DomainStrategy.AS_IS, true, false, false, 1024, false, null), null);
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    assertThat(main.asked).hasSize(4);
  }

  @Test
  void serversThatAnswerFromListsAreAskedEachTime() throws IOException {
    main.remembered = false;
    rig.start();
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    assertThat(main.asked).hasSize(2);
  }

  @Test
  void timesToLiveCanBeRewritten() throws IOException {
    rig.start();
    rig.dns.lookup(new DnsQuery("a.test", DomainStrategy.IPV4_ONLY, null, null, false, 5L, null));

    assertThat(rig.exchange(Wires.query("a.test", RecordTypes.A)).answers().getFirst().ttl())
        .isEqualTo(5);
    rig.clock.advance(Duration.ofSeconds(5));
    assertThat(rig.exchange(Wires.query("a.test", RecordTypes.A)).answers().getFirst().ttl())
        .isEqualTo(60);
  }

  @Test
  void theSameQuestionAtTheSameTimeIsAskedOnce() throws Exception {
    main.gate = new CountDownLatch(1);
    rig.start();
    List<Background<Message>> calls =
        Stream.generate(() ->
                Background.call(() -> rig.exchange(Wires.query("a.test", RecordTypes.A)))
                    .awaitBlocked())
            .limit(20)
            .toList();

    main.gate.countDown();

    for (Background<Message> call : calls) {
      assertThat(call.get().answers()).hasSize(2);
    }
    assertThat(main.asked).hasSize(1);
  }

  @Test
  void whatFailsForOneFailsForAllAndIsNotRemembered() throws Exception {
    main.gate = new CountDownLatch(1);
    main.failure = new IOException("broken");
    rig.start();
    var one = Background.call(() -> rig.exchange(Wires.query("a.test", 1))).awaitBlocked();
    var two = Background.call(() -> rig.exchange(Wires.query("a.test", 1))).awaitBlocked();

    main.gate.countDown();

    assertThat(one.failure()).hasMessage("broken");
    assertThat(two.failure()).hasMessage("broken");
    main.failure = null;
    assertThat(rig.exchange(Wires.query("a.test", 1)).answers()).hasSize(2);
  }

  @Test
  void noQueryTakesLongerThanTenSeconds() throws Exception {
    main.gate = new CountDownLatch(1);
    rig.start();
    var call = Background.call(() -> rig.exchange(Wires.query("a.test", 1))).awaitBlocked();

    rig.clock.advance(Duration.ofMillis(9_999));
    assertThat(call.isDone()).isFalse();
    rig.clock.advance(Duration.ofMillis(1));
    assertThat(call.failure()).hasMessage("no answer within 10 s");
    main.gate.countDown();
  }

  @Test
  void aClientMayOnlySeeTheFamilyThatItIsToUse() throws IOException {
    main.knows("a.test https", "a.test. 60 HTTPS 1 . ipv4hint=192.0.2.1 ipv6hint=2001:db8::1");
    rig.start(DnsRig.options(DomainStrategy.IPV4_ONLY, null), null);

    Message none = rig.exchange(Wires.query("a.test", RecordTypes.AAAA));
    assertThat(none.rcode()).isEqualTo(Rcode.NOERROR);
    assertThat(none.answers()).isEmpty();
    assertThat(main.asked).isEmpty();
    for (int i = 0; i < 2; i++) {
      assertThat(rig.exchange(Wires.query("a.test", RecordTypes.HTTPS)).answers())
          .hasToString("[a.test. 60 IN HTTPS 1 . ipv4hint=192.0.2.1]");
    }
    assertThat(main.asked).hasSize(1);
  }

  @Test
  void theClientsNetworkIsToldWithEveryQuery() throws IOException {
    rig.start(DnsRig.options(DomainStrategy.AS_IS, IpPrefix.parse("192.0.2.0/24")), null);
    rig.exchange(Wires.query("a.test", RecordTypes.A));
    rig.exchange(Wires.query("a.test", RecordTypes.A));

    assertThat(main.asked).as("remembered all the same").hasSize(1);
    assertThat(main.asked.getFirst().edns())
        .isEqualTo(Edns.PLAIN.withSubnet(IpPrefix.parse("192.0.2.0/24")));
  }

  @Test
  void negativeAnswersAreRememberedAsTheZoneSays() throws IOException {
    main.knows("none.test a", ";", "test. 900 SOA ns.test. x.test. 1 2 3 4 60");
    rig.start();
    rig.exchange(Wires.query("none.test", RecordTypes.A));
    rig.exchange(Wires.query("none.test", RecordTypes.A));
    assertThat(main.asked).hasSize(1);
    rig.exchange(Wires.query("unknown.test", RecordTypes.A));
    rig.exchange(Wires.query("unknown.test", RecordTypes.A));
    assertThat(main.asked).as("without a SOA record nobody says how long").hasSize(3);
  }

  @Test
  void aServerThatHasToAskItselfIsAnErrorAtOnce() throws Exception {
    // to ask `loop`, its own name must be looked up there
    var loop = new DnsRig.Server("x");
    var around =
        new dev.motet.core.Component<dev.motet.dns.server.DnsServer>(
            "dns",
            "test",
            "loop",
            query -> {
              rig.dns.lookup(named("loop"));
              return loop.exchange(query);
            },
            () -> {});
    rig.dns.swap(
        new Servers(
            java.util.Map.of("loop", new Member(around)),
            new Member(around),
            DnsOptions.DEFAULT,
            null));

    assertThat(Background.call(() -> rig.dns.lookup(DnsRig.lookup("b.test"))).failure())
        .hasMessage("DNS query loopback in transport[loop]");
  }

  @Test
  void withoutServersThereIsNoAnswer() {
    assertThatThrownBy(() -> rig.dns.lookup(DnsRig.lookup("a.test")))
        .hasMessage("lookup a.test: no server is running");
    rig.start();
    main.component.release();
    assertThatThrownBy(() -> rig.dns.lookup(DnsRig.lookup("a.test")))
        .hasMessage("lookup a.test: no server is running");
    assertThatThrownBy(() -> rig.exchange(Wires.query("a.test", 1)))
        .hasMessage("exchange a.test. IN A: no server is running");
  }

  @Test
  void addressesOfAnswersHaveNames() throws IOException {
    main.knows("c.test a", "c.test. 60 CNAME cdn.test.", "cdn.test. 60 A 192.0.2.7");
    rig.start(DnsRig.options(false, false, true), null);
    var responder =
        new Responder(
            rig.dns,
            new DnsCache(),
            new DnsLog(dev.motet.core.Log.named("t")),
            rig.env.resources(),
            rig.session(dev.motet.io.Network.UDP));
    responder.answer(Wires.query("C.test", RecordTypes.A).write(), true);

    assertThat(rig.dns.nameOf(IpLiteral.parse("192.0.2.7"))).isEqualTo("C.test");
    assertThat(rig.dns.nameOf(IpLiteral.parse("192.0.2.8"))).isNull();
    rig.clock.advance(Duration.ofSeconds(60));
    assertThat(rig.dns.nameOf(IpLiteral.parse("192.0.2.7"))).isNull();
  }

  private static DnsQuery named(String server) {
    return new DnsQuery("a.test", DomainStrategy.AS_IS, server, null);
  }

  private static List<InetAddress> addresses(String words) {
    return Stream.of(words.split(" ")).map(IpLiteral::parse).toList();
  }
}
