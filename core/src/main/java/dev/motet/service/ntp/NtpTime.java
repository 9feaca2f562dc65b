package dev.motet.service.ntp;

import java.time.Duration;
import java.time.Instant;

/// Timestamps of NTP: seconds since 1900 and their fraction, 32 bits each. They wrap in 2036, so
/// only differences mean something (RFC 4330 section 3).
final class NtpTime {
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private NtpTime() {}

  static long of(Instant instant) {
    long seconds = instant.getEpochSecond() + SECONDS_1900_TO_1970;
    long fraction = ((long) instant.getNano() << 32) / 1_000_000_000L;
    return (seconds << 32) | fraction;
  }

  /// How far the server's clock is ahead of ours (RFC 4330 section 5).
  ///
  /// @param sent by us, on our clock
  /// @param received by the server, on its clock
  /// @param answered by the server, on its clock
  /// @param arrived here, on our clock
  static Duration offset(long sent, long received, long answered, long arrived) {
    return duration((received - sent) / 2 + (answered - arrived) / 2);
  }

  private static Duration duration(long difference) {
    long nanos = ((difference & 0xffff_ffffL) * 1_000_000_000L) >>> 32;
    return Duration.ofSeconds(difference >> 32, nanos);
  }
}
