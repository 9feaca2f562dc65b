package dev.motet.os;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.testkit.Linux;
import java.io.IOException;

/// Linux back ends whose loops run virtual threads, for tests.
final class LoopBackends {
  private LoopBackends() {}

  /// Skips the test in a JVM that was not started for it; `./test` starts all for it.
  static EpollBackend open(int loops) throws IOException {
    Linux.required();
    assumeTrue(
        Thread.class.getModule().isOpen("java.lang", LoopBackends.class.getModule()),
        "needs --add-opens java.base/java.lang=ALL-UNNAMED");
    return new EpollBackend(loops, Scheduler.LOOP);
  }
}
