package dev.motet.os;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

// hot
/// The virtual threads of one loop that can go on, in the order in which they were woken. A piece
/// is what one of them does until it waits again.
///
/// A count says what the loop is at: it is odd while a piece is under way. Who makes it even has
/// the loop from there on: that is the loop's thread at the end of the piece, or before it another
/// thread by [#take], and then the first one has lost the loop.
final class ReadyThreads {
  /// Pieces that are run before the events get their turn.
  private static final int MAX_PIECES = 128;

  /// Threads of one loop that are held up at a time; as many as the JDK's pool has at most.
  private static final int MAX_HELD_UP = 256;

  private final ConcurrentLinkedQueue<Runnable> ready = new ConcurrentLinkedQueue<>();
  private final AtomicLong count = new AtomicLong();

  /// Threads that have lost the loop and are not done with their piece.
  private final AtomicInteger heldUp = new AtomicInteger();

  /// From any thread.
  void add(Runnable piece) {
    ready.add(piece);
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  /// Pieces begun and ended. From any thread.
  long count() {
    return count.get();
  }

  static boolean isUnderWay(long count) {
    return (count & 1) != 0;
  }

  /// Whether another thread may take the loop.
  boolean mayBeTaken() {
    return heldUp.get() < MAX_HELD_UP;
  }

  /// Takes the loop from the thread that is in the middle of the piece with which the count became
  /// `underWay`.
  ///
  /// @return false when that piece has ended
  boolean take(long underWay) {
    if (!count.compareAndSet(underWay, underWay + 1)) {
      return false;
    }
    heldUp.incrementAndGet();
    return true;
  }

  /// The thread that had lost the loop is done.
  void released() {
    heldUp.decrementAndGet();
  }

  /// Runs what is ready. Only the thread that has the loop.
  ///
  /// @return false when it has lost the loop, and must not touch it any more
  boolean run(EpollLoop loop, LoopWatch watch) {
    for (int i = 0; i < MAX_PIECES && !loop.isClosed(); i++) {
      Runnable piece = ready.poll();
      if (piece == null) {
        return true;
      }
      long underWay = count.get() + 1;
      count.set(underWay);
      watch.busy();
      try {
        piece.run();
      } catch (RuntimeException | Error e) {
        EpollLoop.bug(e);
      }
      if (!count.compareAndSet(underWay, underWay + 1)) {
        return false;
      }
    }
    return true;
  }

  /// After the end of the loop: who outlives it comes to its end all the same.
  void runElsewhere() {
    for (Runnable piece = ready.poll(); piece != null; piece = ready.poll()) {
      ForkJoinPool.commonPool().execute(piece);
    }
  }
}
