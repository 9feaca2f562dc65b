package dev.motet.service.ntp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// A clock that is wrong by a known offset, which is taken off. Thread-safe.
public final class CorrectedClock extends Clock {
  private final Clock base;
  private volatile Duration offset = Duration.ZERO;

  public CorrectedClock(Clock base) {
    this.base = base;
  }

  /// The clock that is corrected.
  Clock base() {
    return base;
  }

  /// From here on this clock is ahead of its base by `by`.
  void correct(Duration by) {
    offset = by;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new InZone(zone);
  }

  /// The same time, corrections to come included, in another zone.
  private final class InZone extends Clock {
    private final ZoneId zone;

    InZone(ZoneId zone) {
      this.zone = zone;
    }

    @Override
    public Instant instant() {
      return CorrectedClock.this.instant();
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new InZone(other);
    }
  }
}
