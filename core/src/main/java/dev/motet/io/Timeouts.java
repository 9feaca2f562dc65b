package dev.motet.io;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The one timer of an instance: there are no read deadlines, a timeout is a scheduled abort with a
/// reason that the blocked call throws. Thread-safe.
public interface Timeouts extends AutoCloseable {
  /// Runs `task` once after `delay`, on the timer thread: it must not block.
  Timeout after(Duration delay, Runnable task);

  /// Time that only moves forward, in nanoseconds (as [System#nanoTime()]).
  long nanoTime();

  @Override
  void close();

  /// A scheduled task.
  interface Timeout extends AutoCloseable {
    /// Stops the task if it has not started; idempotent.
    @Override
    void close();
  }

  /// Aborts `conn` with the reason unless the result is closed before.
  default Timeout abort(Conn conn, Duration after, Supplier<DialException> reason) {
    return after(after, () -> conn.abort(reason.get()));
  }

  /// A timer on one daemon platform thread named `motet-timer`.
  static Timeouts system() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("motet-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new Timeouts() {
      @Override
      public Timeout after(Duration delay, Runnable task) {
        ScheduledFuture<?> future = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
      }

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void close() {
        timer.shutdownNow();
      }
    };
  }
}
