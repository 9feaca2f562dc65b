package dev.motet.app.run;

import dev.motet.engine.ConfigLoader;
import dev.motet.testkit.Background;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// An instance between its start and its end.
class RunningTest {
  private static final String CONFIG =
      """
      {"log": {"level": "error"}, "experimental": {"control": {"enabled": false}}}
      """;

  @Test
  void aReloadThatMeetsAnErrorOfTheProgramLeavesTheInstanceRunning() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    Semaphore loaded = new Semaphore(0);
    Running running =
        new Running(
            () -> {
              loaded.release();
              if (loads.incrementAndGet() == 2) {
                throw new IllegalStateException("a bug");
              }
              return ConfigLoader.parse("test", CONFIG);
            },
            false,
            Duration.ZERO,
            Map.of());
    Background<Void> run = Background.run(() -> running.run(_ -> {}));
    running.accept(Event.RELOAD);
    running.accept(Event.RELOAD);
    Background.run(() -> loaded.acquire(3)).get();
    running.accept(Event.STOP);
    run.get();
  }
}
