package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One at a time, whoever they are.
class BriefLockTest {
  private final BriefLock lock = new BriefLock();
  private int sum;

  @Test
  void onlyOneIsInside() throws Exception {
    List<Background<Void>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      var threads = i % 2 == 0 ? Thread.ofVirtual().factory() : Thread.ofPlatform().factory();
      all.add(Background.run(threads, this::addMany));
    }
    for (Background<Void> each : all) {
      each.get();
    }
    assertThat(sum).isEqualTo(160_000);
  }

  private void addMany() {
    for (int i = 0; i < 10_000; i++) {
      lock.lock();
      try {
        sum++;
      } finally {
        lock.unlock();
      }
    }
  }
}
