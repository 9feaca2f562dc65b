package dev.motet.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The order of RF-11: rule, sniffed protocol, port, inbound, default.
class UdpTimeoutsTest {
  @ParameterizedTest
  @CsvSource({
    "7, dns,  53,   60, 7",
    " , dns,  9999, 60, 10",
    " , ntp,  9999, 60, 10",
    " , stun, 9999, 60, 10",
    " , quic, 9999, 60, 30",
    " , dtls, 53,   60, 30",
    " , ssh,  53,   60, 60",
    " ,     , 53,   60, 10",
    " ,     , 123,  60, 10",
    " ,     , 443,  60, 30",
    " ,     , 3478, 60, 10",
    " ,     , 9999, 60, 60",
    " ,     , 9999,   , 300",
  })
  void choosesTheFirstThatSaysSomething(
      Long rule, String protocol, int port, Long inbound, long expected) {
    assertThat(UdpTimeouts.idle(seconds(rule), protocol, port, seconds(inbound)))
        .isEqualTo(Duration.ofSeconds(expected));
  }

  private static Duration seconds(Long count) {
    return count == null ? null : Duration.ofSeconds(count);
  }
}
