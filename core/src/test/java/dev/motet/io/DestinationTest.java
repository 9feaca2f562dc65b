package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names, address literals and ports.
class DestinationTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 80, 192.0.2.1:80",
    "0.0.0.0, 0, 0.0.0.0:0",
    "255.255.255.255, 65535, 255.255.255.255:65535",
    "2001:db8::1, 443, [2001:db8::1]:443",
    "[2001:db8::1], 443, [2001:db8::1]:443",
    "::ffff:192.0.2.1, 80, 192.0.2.1:80",
    "::, 1, [::]:1",
    "0:0:0:0:0:0:0:1, 1, [::1]:1",
    "fe80:0:0:0:0:0:0:0, 1, [fe80::]:1",
    "2001:DB8:0:0:1:0:0:1, 1, [2001:db8::1:0:0:1]:1",
    "2001:0:0:1:0:0:0:1, 1, [2001:0:0:1::1]:1",
    "1:0:2:3:4:5:6:7, 1, [1:0:2:3:4:5:6:7]:1",
    "1:2:3:4:5:6:7:8, 1, [1:2:3:4:5:6:7:8]:1",
  })
  void literalsBecomeAddresses(String host, int port, String text) {
    Destination destination = Destination.of(host, port);
    assertThat(destination).isInstanceOf(Destination.Ip.class).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "localhost",
        "127.1",
        "010.0.0.1",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.4 ",
        "1..2.3",
        "0x7f.0.0.1",
        "1.2.3.4a",
        "2130706433",
        ":",
        "12345::",
        "::g",
        "1:2:3:4:5:6:7:8:9",
        ":::"
      })
  void allElseStaysAName(String host) {
    assertThat(Destination.of(host, 1)).isEqualTo(new Destination.Name(host, 1));
  }

  @Test
  void refusesWhatCannotBeADestination() {
    assertThatThrownBy(() -> Destination.of("", 1))
        .hasMessage("host of 0 bytes (expected: 1 to 255)");
    assertThatThrownBy(() -> Destination.of("a".repeat(256), 1)).hasMessageContaining("256");
    assertThatThrownBy(() -> Destination.of("a", -1)).hasMessageContaining("port -1");
    assertThatThrownBy(() -> Destination.of("::1", 65_536)).hasMessageContaining("port 65536");
  }

  @Test
  void changesItsPortOnly() {
    assertThat(Destination.of("a.test", 1).withPort(2)).isEqualTo(Destination.of("a.test", 2));
    assertThat(Destination.of("::1", 1).withPort(2)).isEqualTo(Destination.of("::1", 2));
    assertThat(Destination.of("::1", 1).host()).isEqualTo("::1");
  }
}
