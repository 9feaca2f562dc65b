package dev.motet.engine;

import java.util.concurrent.CountDownLatch;

/// Holds back the sessions of inbounds that have started, until the configuration that they belong
/// to is in force: none is decided by the rules of another one. Thread-safe.
final class Gate {
  private final CountDownLatch opened = new CountDownLatch(1);

  void open() {
    opened.countDown();
  }

  /// hot: one volatile read once it is open. An interrupted thread goes on and stays interrupted.
  void await() {
    try {
      opened.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
