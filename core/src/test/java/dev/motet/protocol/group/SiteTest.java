package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.core.Session;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {
  @ParameterizedTest
  @CsvSource({
    "example.org, example.org",
    "www.example.org, example.org",
    "a.b.c.example.org, example.org",
    "WWW.Example.ORG., example.org",
    "localhost, localhost",
    "co.uk, co.uk",
    "example.co.uk, example.co.uk",
    "www.example.co.uk, example.co.uk",
    "www.example.com.au, example.com.au",
    "www.example.gob.mx, example.gob.mx",
    "co.example.org, example.org",
    "www.co.example.org, example.org",
    "com.example.de, example.de",
    "a..b, .b",
    "..., .",
  })
  void namesTheDomainThatSomebodyRegistered(String name, String site) {
    assertThat(Site.registrable(name)).isEqualTo(site);
  }

  @Test
  void anAddressIsASiteOfItsOwnUnlessTheNameWasSniffed() {
    Destination to = Destination.of("192.0.2.1", 443);
    Session session =
        new Session(new Session.Facts(1, "in", "test", Network.TCP, null, to, null), 0);
    DialRequest request = new DialRequest(to, List.of(), SocketOverrides.NONE, session);

    assertThat(Site.of(new DialRequest(to))).isEqualTo("192.0.2.1");
    assertThat(Site.of(request)).isEqualTo("192.0.2.1");
    session.found(new Session.Findings("tls", "www.example.org", null));
    assertThat(Site.of(request)).isEqualTo("example.org");
    assertThat(Site.of(new DialRequest(Destination.of("a.example.net", 1))))
        .isEqualTo("example.net");
  }
}
