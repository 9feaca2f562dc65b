package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import java.util.concurrent.locks.ReentrantLock;

/// What a client of version 2 got from the server before its first data, which begins with a MAC
/// over it. Thread-safe: one reads while another one sends.
final class SeenRecords {
  private final ReentrantLock guard = new ReentrantLock();

  /// All below is guarded by `guard`.
  private final ShadowTlsMac mac;

  private boolean greeted;

  SeenRecords(String password) {
    mac = new ShadowTlsMac(password);
  }

  /// @return the record as it is
  Buffer absorb(Buffer record) {
    boolean _ = isOfTheHandshake(record);
    return record;
  }

  /// Whether it came before the first data was sent, so that it can be no data: a server speaks
  /// second.
  boolean isOfTheHandshake(Buffer record) {
    guard.lock();
    try {
      if (!greeted) {
        mac.update(record.array, record.from, record.length());
      }
      return !greeted;
    } finally {
      guard.unlock();
    }
  }

  /// What the first data begins with; from here on records are data.
  byte[] greet() {
    guard.lock();
    try {
      greeted = true;
      return mac.value(WatchV2.MAC_BYTES);
    } finally {
      guard.unlock();
    }
  }
}
