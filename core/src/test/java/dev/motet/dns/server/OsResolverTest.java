package dev.motet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.DialException;
import dev.motet.io.IpLiteral;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.VirtualTimeouts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class OsResolverTest {
  private final VirtualTimeouts timeouts = new VirtualTimeouts();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final OsResolver resolver = new OsResolver(this::ask, timeouts);

  @AfterEach
  void close() {
    answer.countDown();
    resolver.close();
  }

  @Test
  void asksOnItsOwnThreads() throws Exception {
    answer.countDown();

    assertThat(Background.call(() -> resolver.lookup("known")).get())
        .containsExactly(IpLiteral.parse("192.0.2.1"));
    assertThat(timeouts.scheduled()).as("no timer is left").isZero();
  }

  @Test
  void lookupsOfOneNameAtATimeAreOne() throws Exception {
    var first = Background.call(() -> resolver.lookup("known")).awaitBlocked();
    var second = Background.call(() -> resolver.lookup("known")).awaitBlocked();
    answer.countDown();

    assertThat(first.get()).isEqualTo(second.get());
    assertThat(asked).hasValue(1);
  }

  @Test
  void anUnknownNameIsADnsError() throws Exception {
    answer.countDown();

    assertThat(Background.call(() -> resolver.lookup("unknown")).failure())
        .hasMessage("lookup unknown: no such name")
        .extracting(e -> ((DialException) e).reason())
        .isEqualTo(DialException.Reason.DNS);
  }

  @Test
  void givesUpAfterTenSeconds() throws Exception {
    var lookup = Background.call(() -> resolver.lookup("known")).awaitBlocked();

    timeouts.advance(Duration.ofMillis(9_999));
    assertThat(lookup.isDone()).isFalse();
    timeouts.advance(Duration.ofMillis(1));
    assertThat(lookup.failure()).hasMessage("lookup known: no answer within 10 s");
  }

  @Test
  void closingEndsLookupsUnderWay() throws Exception {
    var lookup = Background.call(() -> resolver.lookup("known")).awaitBlocked();

    resolver.close();

    assertThat(lookup.failure()).hasMessage("lookup known: closed");
    assertThat(Background.call(() -> resolver.lookup("other")).failure())
        .hasMessage("lookup other: closed");
  }

  private InetAddress[] ask(String name) throws UnknownHostException {
    asked.incrementAndGet();
    assertThat(Thread.currentThread().getName()).startsWith("motet-dns-");
    try {
      answer.await();
    } catch (InterruptedException e) {
      throw new UnknownHostException("interrupted");
    }
    if (name.equals("unknown")) {
      throw new UnknownHostException(name);
    }
    return new InetAddress[] {IpLiteral.parse("192.0.2.1")};
  }
}
