package dev.motet.service.ntp;

import dev.motet.core.Env;
import dev.motet.core.Log;
import dev.motet.core.Service;
import dev.motet.dial.Dialers;
import dev.motet.io.Destination;
import dev.motet.io.Timeouts;
import dev.motet.option.NtpOptions;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps the clock of an instance right (inventory TOP-5): asks when it starts and after each
/// interval. A failure is logged and changes nothing.
public final class NtpService implements Service {
  private final Log log = Log.named("ntp");
  private final Env env;
  private final CorrectedClock clock;
  private final Duration interval;
  private final SntpClient client;

  /// These two are guarded by `this`.
  private Timeouts.@Nullable Timeout next;

  private boolean closed;

  public NtpService(Env env, NtpOptions options, CorrectedClock clock) {
    this.env = env;
    this.clock = clock;
    this.interval = options.interval();
    this.client =
        new SntpClient(
            Dialers.of(env, options.dial()),
            Destination.of(options.server(), options.serverPort()),
            env.resources(),
            clock.base());
  }

  @Override
  public void start() {
    env.resources().start("motet-ntp", this::update);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.close();
    }
  }

  private void update() {
    try {
      Duration offset = client.offset();
      clock.correct(offset);
      log.info(null, "updated time: {} (offset {} ms)", clock.instant(), offset.toMillis());
    } catch (IOException e) {
      log.error(null, "update time: {}", e.getMessage());
    } finally {
      schedule();
    }
  }

  private synchronized void schedule() {
    if (!closed) {
      next = env.resources().timeouts().after(interval, this::start);
    }
  }
}
