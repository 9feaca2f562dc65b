package dev.motet.io;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A pool of buffers shared by all connections of an instance. A connection holds one only while
/// bytes are in flight. Thread-safe.
public final class Buffers {
  /// Payload of a first buffer: what an interactive exchange needs.
  public static final int SMALL = 4 * 1024 - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM;

  /// Payload of a buffer in bulk transfer, taken once a read filled a small one.
  public static final int LARGE = 64 * 1024;

  private final ArrayBlockingQueue<Buffer> small = new ArrayBlockingQueue<>(256);
  private final ArrayBlockingQueue<Buffer> large = new ArrayBlockingQueue<>(64);
  private final AtomicLong lent = new AtomicLong();

  /// An empty buffer with room for [#SMALL] bytes of payload.
  public Buffer takeSmall() {
    return take(small, SMALL);
  }

  /// An empty buffer with room for [#LARGE] bytes of payload.
  public Buffer takeLarge() {
    return take(large, LARGE);
  }

  /// Gives back a buffer of this pool, which its giver must not touch again.
  public void give(Buffer buffer) {
    int payload = buffer.array.length - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM;
    ArrayBlockingQueue<Buffer> pool =
        switch (payload) {
          case SMALL -> small;
          case LARGE -> large;
          default -> throw new IllegalArgumentException("not of this pool: " + buffer);
        };
    lent.decrementAndGet();
    pool.offer(buffer.clear());
  }

  /// Buffers taken and not given back.
  public long lent() {
    return lent.get();
  }

  private Buffer take(ArrayBlockingQueue<Buffer> pool, int payload) {
    lent.incrementAndGet();
    Buffer buffer = pool.poll();
    return buffer == null ? Buffer.allocate(payload) : buffer;
  }
}
