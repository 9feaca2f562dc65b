package dev.motet.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Hands out permits at steady rates, and saves none for later: a slow moment is not made up for.
final class Pace implements AutoCloseable {
  private static final int MANY = 1_000;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pace").factory());
  private final List<Semaphore> all = new ArrayList<>();

  Semaphore perSecond(int rate) {
    Semaphore permits = new Semaphore(1);
    all.add(permits);
    timer.scheduleAtFixedRate(
        () -> {
          if (permits.availablePermits() < 2) {
            permits.release();
          }
        },
        0,
        TimeUnit.SECONDS.toNanos(1) / rate,
        TimeUnit.NANOSECONDS);
    return permits;
  }

  /// Lets everybody through.
  void release() {
    all.forEach(permits -> permits.release(MANY));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
