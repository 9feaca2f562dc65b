package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.255.0.1,true",
    "10.0.0.0/8,11.0.0.0,false",
    "10.1.2.3/8,10.9.9.9,true",
    "192.0.2.128/25,192.0.2.127,false",
    "192.0.2.128/25,192.0.2.255,true",
    "0.0.0.0/0,203.0.113.1,true",
    "0.0.0.0/0,::1,false",
    "192.0.2.1,192.0.2.1,true",
    "192.0.2.1,192.0.2.2,false",
    "2001:db8::/33,2001:db8:7fff::1,true",
    "2001:db8::/33,2001:db8:8000::1,false",
    "::/0,::1,true",
    "::1,::1,true"
  })
  void containsWhatSharesItsBits(String prefix, String address, boolean inside) {
    assertThat(IpPrefix.parseLenient(prefix).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/08",
        "10.0.0.0/33",
        "::/129",
        "10.0.0/8",
        "010.0.0.1",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "example.org",
        "fe80::1%eth0/64",
        "[::1]"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> IpPrefix.parseLenient(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
