package dev.motet.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Component;
import dev.motet.dns.message.AnswerKey;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.Wires;
import dev.motet.dns.server.DnsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsCacheTest {
  private static final long SECOND = 1_000_000_000L;

  private final DnsCache cache = new DnsCache();
  private final Component<DnsServer> one = new DnsRig.Server("one").component;
  private final Component<DnsServer> two = new DnsRig.Server("two").component;

  @Test
  void whatIsInUseStaysWhenOthersCome() {
    cache.resize(10, 0);
    for (int i = 0; i < 10; i++) {
      put("n" + i, one, 60);
    }
    for (int i = 10; i < 200; i++) {
      assertThat(cache.find(key("n3"), 0)).as("before %d", i).isNotNull();
      put("n" + i, one, 60);
      assertThat(cache.size()).isEqualTo(10);
    }
    assertThat(cache.find(key("n4"), 0)).isNull();
    assertThat(cache.find(key("n199"), 0)).isNotNull();
  }

  @Test
  void whatAllIsUsedStillMakesRoom() {
    cache.resize(4, 0);
    for (int i = 0; i < 100; i++) {
      put("n" + i, one, 60);
      assertThat(cache.find(key("n" + i), 0)).isNotNull();
      assertThat(cache.size()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void aReplacedAnswerTakesNoRoom() {
    cache.resize(4, 0);
    put("a", one, 60);
    put("b", one, 60);
    for (int i = 0; i < 100; i++) {
      put("c", one, 60);
    }
    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.find(key("a"), 0)).isNotNull();
    assertThat(cache.find(key("b"), 0)).isNotNull();
  }

  @Test
  void expiresToTheNanosecond() {
    put("a", one, 2);
    assertThat(cache.find(key("a"), 2 * SECOND - 1).ttl(2 * SECOND - 1)).isEqualTo(1);
    assertThat(cache.find(key("a"), 2 * SECOND)).isNull();
  }

  @Test
  void forgetsServersAndEverything() {
    put("a", one, 60);
    put("b", two, 60);
    cache.keepOnly(server -> server == two);
    assertThat(cache.find(key("a"), 0)).isNull();
    assertThat(cache.find(key("b"), 0)).isNotNull();
    cache.clear();
    assertThat(cache.size()).isZero();
  }

  @Test
  void aSmallerCacheLetsGo() {
    for (int i = 0; i < 10; i++) {
      put("n" + i, one, 60);
    }
    cache.resize(3, 0);
    assertThat(cache.size()).isEqualTo(3);
  }

  @Test
  void aCacheMayBeLargerThanAnyMemory() {
    cache.resize(Integer.MAX_VALUE, 0);
    put("a", one, 60);
    put("a", one, 60);
    assertThat(cache.find(key("a"), 0)).isNotNull();
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void anAnswerThatComesAfterItsServerHasGoneIsNotKept() {
    cache.keepOnly(server -> server == two);
    put("a", one, 60);
    put("b", two, 60);
    assertThat(cache.find(key("a"), 0)).isNull();
    assertThat(cache.find(key("b"), 0)).isNotNull();
    cache.clear();
    put("b", two, 60);
    assertThat(cache.find(key("b"), 0)).as("a new answer of a server in force").isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a. 300 A 192.0.2.1, a. 60 A 192.0.2.2 | 60",
        "a. 300 A 192.0.2.1, ;, a. 20 NS b. | 20",
        "a. 300 A 192.0.2.1, ;, ;, b. 10 A 192.0.2.2 | 10",
        "a. 300 A 192.0.2.1, ;, a. 0 NS b. | 300",
        "a. 0 A 192.0.2.1, a. 60 A 192.0.2.2 | 0",
        "a. 0 A 192.0.2.1, ;, a. 300 NS b. | 0",
        "a. 2147483647 A 192.0.2.1 | 2147483647",
        ";, a. 900 SOA n. x. 1 2 3 4 60 | 60",
        ";, a. 30 SOA n. x. 1 2 3 4 60 | 30",
        ";, a. 900 SOA n. x. 1 2 3 4 0 | 0",
        ";, a. 900 NS b. | 0",
        "a. 300 CNAME b., ;, a. 900 SOA n. x. 1 2 3 4 60 | 60",
      })
  void keepsAnswersAsLongAsTheySay(String records, long expected) {
    Message answer = Wires.answer(Wires.query("a", 1), Rcode.NOERROR, records.split(", ", -1));

    assertThat(Lifetimes.of(answer)).isEqualTo(expected);
    assertThat(Lifetimes.of(answer.withFlags(answer.flags() | Message.TRUNCATED))).isZero();
    Message failed = Wires.answer(Wires.query("a", 1), Rcode.SERVFAIL, records.split(", ", -1));
    assertThat(Lifetimes.of(failed)).isZero();
  }

  private void put(String name, Component<DnsServer> server, long ttl) {
    Message answer = Wires.answer(Wires.query(name, 1), Rcode.NOERROR, name + ". 60 A 192.0.2.1");
    cache.put(new CachedAnswer(key(name), server, answer, ttl, true, 0), 0);
  }

  private static AnswerKey key(String name) {
    return AnswerKey.of(Wires.query(name, 1));
  }
}
