package dev.motet.os;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sees to it that a virtual thread that does not give way holds up nobody else on its loop: one
/// that blocks in a file or a foreign call, that waits while it is pinned, or computes for long.
/// The loop then goes on with a new platform thread, and the old one ends with that piece of work.
///
/// Its own thread looks a hundred times a second while virtual threads run, and sleeps else.
final class LoopWatch implements Runnable, AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /// Looks without anything new before it sleeps.
  private static final int QUIET_TICKS = 100;

  private final EpollLoop[] loops;

  /// What each loop was at when this looked last.
  private final long[] seen;

  /// At which piece of each loop no other thread could be made.
  private final long[] failed;

  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  LoopWatch(EpollLoop[] loops) {
    this.loops = loops;
    this.seen = new long[loops.length];
    this.failed = new long[loops.length];
    this.thread = Thread.ofPlatform().daemon().name("motet-watch").unstarted(this);
  }

  void start() {
    thread.start();
  }

  // hot
  /// A loop begins to run a virtual thread.
  void busy() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    int quiet = 0;
    while (!closed || !areOver()) {
      LockSupport.parkNanos(this, TICK_NANOS);
      quiet = look() ? 0 : quiet + 1;
      if (quiet > QUIET_TICKS) {
        asleep = true;
        // A loop that began before it could see this is seen here.
        while (asleep && !closed && !look()) {
          LockSupport.park(this);
        }
        asleep = false;
        quiet = 0;
      }
    }
  }

  /// @return whether anything has run since the last look
  private boolean look() {
    boolean news = false;
    for (int i = 0; i < loops.length; i++) {
      long now = loops[i].ready().count();
      boolean underWay = ReadyThreads.isUnderWay(now);
      if (underWay && now == seen[i]) {
        replaceThread(i, now);
      }
      news |= underWay || now != seen[i];
      seen[i] = now;
    }
    return news;
  }

  /// Without memory for another thread it is tried again, and said once for each piece.
  private void replaceThread(int i, long underWay) {
    if (!loops[i].ready().mayBeTaken()) {
      return;
    }
    try {
      loops[i].replaceThread(underWay);
    } catch (RuntimeException | Error e) {
      if (failed[i] != underWay) {
        failed[i] = underWay;
        EpollLoop.bug(e);
      }
    }
  }

  private boolean areOver() {
    for (EpollLoop loop : loops) {
      if (!loop.isOver()) {
        return false;
      }
    }
    return true;
  }

  /// Ends after the loops, which may be held up at their end too.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
