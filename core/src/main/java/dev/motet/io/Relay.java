package dev.motet.io;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The two directions of one session under way: what ends one with an error ends both, and the
/// first reason is the one that is reported.
final class Relay {
  /// A reason to end that is none to complain about.
  static final class Ended extends IOException {
    Ended(String message) {
      super(message, null);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /// One direction.
  interface Direction {
    /// Hands the direction over to the system if that is possible at once.
    Transfer.@Nullable Moving handOver();

    /// Moves until the direction ended, or until the system took over.
    ///
    /// @return what to wait for; null when the direction ended
    Transfer.@Nullable Moving move() throws IOException;
  }

  private final Consumer<IOException> abortClient;
  private final Consumer<IOException> abortRemote;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Relay(Consumer<IOException> abortClient, Consumer<IOException> abortRemote) {
    this.abortClient = abortClient;
    this.abortRemote = abortRemote;
  }

  /// Runs both until they ended. The calling thread works for one of them, a further thread is used
  /// only when neither can be handed over at once.
  ///
  /// @throws IOException the first error of either
  void run(Direction up, Direction down, ThreadFactory threads) throws IOException {
    Transfer.Moving upMoving = up.handOver();
    Transfer.Moving downMoving = down.handOver();
    if (upMoving == null && downMoving == null) {
      CompletableFuture<Transfer.@Nullable Moving> other = new CompletableFuture<>();
      threads.newThread(() -> other.complete(move(down))).start();
      await(move(up));
      await(other.join());
    } else {
      // What is left for this thread comes first: the other direction runs by itself.
      Transfer.Moving upLater = upMoving == null ? move(up) : upMoving;
      Transfer.Moving downLater = downMoving == null ? move(down) : downMoving;
      await(upLater);
      await(downLater);
    }
    rethrow();
  }

  /// Ends both directions; the first call gives the reason. From any thread.
  void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    IOException reason = cause instanceof IOException e ? e : new IOException("internal error");
    abortClient.accept(reason);
    abortRemote.accept(reason);
  }

  private Transfer.@Nullable Moving move(Direction direction) {
    try {
      return direction.move();
    } catch (Throwable e) {
      fail(e);
      return null;
    }
  }

  private void await(Transfer.@Nullable Moving moving) {
    if (moving == null) {
      return;
    }
    try {
      moving.await();
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void rethrow() throws IOException {
    Throwable cause = failure.get();
    if (cause == null) { // what needs no switch does not link one
      return;
    }
    switch (cause) {
      case Ended _ -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
