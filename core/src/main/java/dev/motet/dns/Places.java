package dev.motet.dns;

import java.util.concurrent.Semaphore;

/// How many queries may wait for servers at the same time. Clients together get three of four
/// places: however many they ask, the program itself can look up what it dials. Thread-safe.
final class Places {
  static final int ALL = 4096;
  static final int CLIENTS = ALL / 4 * 3;

  private final Semaphore all = new Semaphore(ALL);
  private final Semaphore clients = new Semaphore(CLIENTS);

  boolean tryTake(boolean client) {
    if (client && !clients.tryAcquire()) {
      return false;
    }
    if (all.tryAcquire()) {
      return true;
    }
    if (client) {
      clients.release();
    }
    return false;
  }

  /// Of one that was taken.
  void give(boolean client) {
    all.release();
    if (client) {
      clients.release();
    }
  }
}
