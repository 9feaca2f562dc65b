package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.option.Sniffer;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.Samples;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsSnifferTest {
  private final TlsSniffer tls = new TlsSniffer();

  @ParameterizedTest
  @CsvSource({
    "tls-openssl13, openssl.example.org",
    "tls-openssl12, tls12.example.org",
    "tls-noname,",
    "tls-curl, curl.example.org",
    "tls-chromium, chromium.example.org",
    "tls-go, go.example.org",
    "tls-java, java.example.org",
  })
  void recognisesRealClients(String sample, String domain) {
    byte[] stream = Samples.stream(sample);
    assertThat(SnifferCheck.recognises(tls, stream, SnifferCheck.found(Sniffer.TLS, domain)))
        .isEqualTo(stream.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40, 500})
  void recognisesAHelloCutIntoRecords(int fragmentBytes) {
    byte[] stream = new HelloBytes().serverName("cut.example").records(fragmentBytes);
    SnifferCheck.recognises(tls, stream, SnifferCheck.found(Sniffer.TLS, "cut.example"));
  }

  /// Text that would end up in logs and on terminals.
  @Test
  void namesNoHostThatIsNone() {
    for (String name : new String[] {"a\u001b[31mb", "a b", "a/b", "a\nb", "\u00fc.example"}) {
      byte[] stream = new HelloBytes().serverName(name).records(1 << 14);
      SnifferCheck.recognises(tls, stream, SnifferCheck.found(Sniffer.TLS, null));
    }
  }

  @Test
  void refusesOthersByTheirFirstBytes() {
    assertThat(SnifferCheck.refuses(tls, Samples.stream("http-curl"))).isEqualTo(1);
    // an alert, and a record of application data
    assertThat(SnifferCheck.refuses(tls, HexFormat.of().parseHex("15030100020228"))).isEqualTo(1);
    assertThat(SnifferCheck.refuses(tls, HexFormat.of().parseHex("1703030010aabb"))).isEqualTo(1);
    // a server's hello
    assertThat(SnifferCheck.refuses(tls, HexFormat.of().parseHex("160303007a0200"))).isEqualTo(6);
  }
}
