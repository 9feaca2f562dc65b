package dev.motet.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A blocking call on a thread of its own, for those who give up waiting for it but not the call.
/// What it touches belongs to its thread until it is over.
final class PendingCall<T> {
  /// A read.
  interface Call<T> {
    T run() throws IOException;
  }

  private final CompletableFuture<T> outcome = new CompletableFuture<>();

  private PendingCall() {}

  static <T> PendingCall<T> start(Call<T> call) {
    PendingCall<T> pending = new PendingCall<>();
    Thread.startVirtualThread(() -> {
      try {
        pending.outcome.complete(call.run());
      } catch (Throwable e) {
        pending.outcome.completeExceptionally(e);
      }
    });
    return pending;
  }

  /// Blocks for the result, or for what the call threw.
  ///
  /// @return null when the time ran out
  @Nullable T await(Duration limit) throws IOException {
    try {
      return outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for first bytes");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /// Blocks for the result, or for what the call threw.
  T join() throws IOException {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      throw failure(e.getCause());
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> new IOException(cause);
    };
  }
}
