package dev.motet.junit;

import dev.motet.io.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Blocks of bytes that come out some time after they went in. One thread puts, one takes.
final class DelayLine {
  static final int BLOCK_BYTES = 16 * 1024;
  private static final int CAPACITY = 256;

  /// How often a line that leads into a black hole looks whether it still does.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private record Block(Buffer bytes, long dueNanos) {}

  private final long delayNanos;
  private final BooleanSupplier swallowed;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition changed = guard.newCondition();

  /// These are guarded by `guard`.
  private final ArrayDeque<Block> blocks = new ArrayDeque<>();

  private boolean ended;
  private @Nullable IOException failure;

  /// @param swallowed while true nothing comes out, the end neither
  DelayLine(Duration delay, BooleanSupplier swallowed) {
    this.delayNanos = delay.toNanos();
    this.swallowed = swallowed;
  }

  /// Waits while the line is full.
  void put(Buffer bytes) throws IOException {
    guard.lock();
    try {
      while (blocks.size() >= CAPACITY && !ended) {
        await(Long.MAX_VALUE);
      }
      if (!ended) {
        blocks.add(new Block(bytes, System.nanoTime() + delayNanos));
        changed.signalAll();
      }
    } finally {
      guard.unlock();
    }
  }

  /// What is in the line still comes out before an end without failure. The first end counts.
  void end(@Nullable IOException reason) {
    guard.lock();
    try {
      if (!ended || failure == null) {
        failure = reason;
      }
      ended = true;
      if (reason != null) {
        blocks.clear();
      }
      changed.signalAll();
    } finally {
      guard.unlock();
    }
  }

  /// @return bytes added to `into`; -1 at the end
  int take(Buffer into) throws IOException {
    guard.lock();
    try {
      while (true) {
        if (failure != null) {
          throw failure;
        }
        Block first = blocks.peekFirst();
        if (swallowed.getAsBoolean()) {
          await(LOOK_NANOS);
        } else if (first != null && first.dueNanos - System.nanoTime() <= 0) {
          int count = first.bytes.moveTo(into, into.readable());
          if (first.bytes.isEmpty()) {
            blocks.remove();
            changed.signalAll();
          }
          return count;
        } else if (first == null && ended) {
          return -1;
        } else {
          await(first == null ? LOOK_NANOS : first.dueNanos - System.nanoTime());
        }
      }
    } finally {
      guard.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // its callers loop
  private void await(long nanos) throws IOException {
    try {
      long _ = changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
