package dev.motet.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A call on a thread of its own, whose outcome a test waits for with a limit that only matters on
/// failure.
public final class Background<T> {
  /// How long any test waits for something that must happen.
  public static final Duration LIMIT = Duration.ofSeconds(30);

  /// A call without a result.
  public interface Action {
    void run() throws Exception;
  }

  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private final Thread thread;

  private Background(ThreadFactory threads, Callable<T> call) {
    thread =
        threads.newThread(() -> {
          try {
            outcome.complete(call.call());
          } catch (Throwable e) {
            outcome.completeExceptionally(e);
          }
        });
    thread.start();
  }

  /// Starts the call on a thread of this factory.
  public static <T> Background<T> call(ThreadFactory threads, Callable<T> call) {
    return new Background<>(threads, call);
  }

  /// Starts the call on a virtual thread of the default scheduler.
  public static <T> Background<T> call(Callable<T> call) {
    return call(Thread.ofVirtual().factory(), call);
  }

  /// Starts the action on a thread of this factory.
  public static Background<Void> run(ThreadFactory threads, Action action) {
    return call(
        threads,
        () -> {
          action.run();
          return null;
        });
  }

  /// Starts the action on a virtual thread of the default scheduler.
  public static Background<Void> run(Action action) {
    return run(Thread.ofVirtual().factory(), action);
  }

  /// The result; throws what the call threw.
  public T get() throws Exception {
    try {
      return outcome.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Throwable cause -> throw new AssertionError(cause);
      }
    } catch (TimeoutException e) {
      throw new AssertionError("still running: " + java.util.List.of(thread.getStackTrace()), e);
    }
  }

  /// What the call threw; fails when it returned.
  public Throwable failure() throws Exception {
    T result;
    try {
      result = get();
    } catch (Exception | AssertionError e) {
      if (outcome.isCompletedExceptionally()) {
        return e;
      }
      throw e;
    }
    throw new AssertionError("returned " + result + " (expected: a failure)");
  }

  public boolean isDone() {
    return outcome.isDone();
  }

  /// Waits until the call is blocked; fails when it ended instead.
  public Background<T> awaitBlocked() {
    until(() ->
        isDone()
            || thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TIMED_WAITING);
    if (isDone()) {
      throw new AssertionError("ended: " + outcome);
    }
    return this;
  }

  /// Waits until a condition holds that no event tells of.
  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen within " + LIMIT);
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
