package dev.motet.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.DialException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Configurations for Encrypted Client Hello out of HTTPS records.
class EchLookupTest {
  private final DnsRig rig = new DnsRig();
  private final DnsRig.Server main = rig.server("main");

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void findsTheParameterAndKeepsTheAnswer() throws IOException {
    main.knows("a.test https", "a.test. 60 HTTPS 1 . alpn=h2 ech=AAEC ipv4hint=192.0.2.1");
    rig.start();

    assertThat(rig.dns.echConfigs(DnsRig.lookup("a.test"))).containsExactly(0, 1, 2);
    assertThat(rig.dns.echConfigs(DnsRig.lookup("A.test"))).containsExactly(0, 1, 2);
    assertThat(main.asked).hasSize(1);

    rig.clock.advance(Duration.ofSeconds(60));
    main.knows("a.test https", "a.test. 60 HTTPS 1 . ech=Aw==");
    assertThat(rig.dns.echConfigs(DnsRig.lookup("a.test"))).containsExactly(3);
  }

  @Test
  void theFirstRecordThatHasOneCounts() throws IOException {
    main.knows(
        "a.test https", "a.test. 60 HTTPS 1 . alpn=h3", "a.test. 60 HTTPS 2 b.test. ech=BQ==");
    rig.start();

    assertThat(rig.dns.echConfigs(DnsRig.lookup("a.test"))).containsExactly(5);
  }

  @Test
  void aNameWithoutOneHasNone() throws IOException {
    main.knows("a.test https", "a.test. 60 HTTPS 1 . alpn=h3");
    rig.start();

    assertThat(rig.dns.echConfigs(DnsRig.lookup("a.test"))).isNull();
    assertThat(rig.dns.echConfigs(DnsRig.lookup("none.test"))).isNull();
    assertThatThrownBy(() -> rig.dns.echConfigs(DnsRig.lookup("a..test")))
        .isInstanceOf(DialException.class);
  }

  @Test
  void aServerThatFailsIsNoServerWithout() {
    main.failure = new IOException("gone");
    rig.start();

    assertThatThrownBy(() -> rig.dns.echConfigs(DnsRig.lookup("a.test")))
        .isInstanceOf(IOException.class);
  }
}
