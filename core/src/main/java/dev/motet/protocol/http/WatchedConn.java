package dev.motet.protocol.http;

import dev.motet.core.Resources;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A client that can be looked at while nobody reads it: what arrives meanwhile is kept for the
/// next read. It becomes transparent for reading once that was read.
final class WatchedConn extends ForwardingConn {
  private static final int AHEAD_BYTES = 1024;

  private final ReentrantLock guard = new ReentrantLock();

  /// All below is guarded by `guard`. Somebody reads or waits for bytes, the look ahead apart.
  private boolean reading;

  /// A look ahead under way.
  private @Nullable CompletableFuture<Boolean> ahead;

  private Buffer early = Buffer.wrap(new byte[0]);
  private boolean ended;
  private @Nullable IOException failure;

  WatchedConn(Conn below) {
    super(below);
  }

  /// Whether the client ended its sending side, as far as a look ahead has seen.
  boolean hasEnded() {
    guard.lock();
    try {
      return ended;
    } finally {
      guard.unlock();
    }
  }

  /// Whether the connection broke, as far as a look ahead has seen.
  boolean isBroken() {
    guard.lock();
    try {
      return failure != null;
    } finally {
      guard.unlock();
    }
  }

  /// Waits on a thread of its own for what the client does next, unless that is known or somebody
  /// reads. Never blocks.
  void lookAhead(Resources resources) {
    CompletableFuture<Boolean> look = new CompletableFuture<>();
    guard.lock();
    try {
      if (reading || ahead != null || isKnown()) {
        return;
      }
      ahead = look;
    } finally {
      guard.unlock();
    }
    boolean started = false;
    try {
      resources.start("motet-http-watch", () -> look(look));
      started = true;
    } finally {
      if (!started) {
        finish(look, early, false, null);
      }
    }
  }

  private void look(CompletableFuture<Boolean> look) {
    Buffer found = Buffer.wrap(new byte[0]);
    try {
      below.awaitReadable(-1);
      found = Buffer.allocate(AHEAD_BYTES);
      finish(look, found, below.read(found) < 0, null);
    } catch (IOException e) {
      finish(look, found, false, e);
    } catch (RuntimeException | Error e) {
      finish(look, found, false, new IOException("internal error", e));
      throw e;
    }
  }

  private void finish(
      CompletableFuture<Boolean> look, Buffer found, boolean end, @Nullable IOException error) {
    guard.lock();
    try {
      early = found;
      ended = end;
      failure = error;
      ahead = null;
    } finally {
      guard.unlock();
    }
    look.complete(true);
  }

  @Override
  public int read(Buffer into) throws IOException {
    beginReading(-1);
    try {
      IOException broken = failure;
      if (broken != null) {
        throw broken;
      }
      if (!early.isEmpty()) {
        return early.moveTo(into, into.readable());
      }
      return ended ? -1 : below.read(into);
    } finally {
      endReading();
    }
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    if (!beginReading(nanos)) {
      return false;
    }
    try {
      return isKnown() || below.awaitReadable(nanos);
    } finally {
      endReading();
    }
  }

  /// Waits for a look ahead under way; then nobody begins one until [#endReading()].
  ///
  /// @return false when the time ran out
  private boolean beginReading(long nanos) {
    while (true) {
      CompletableFuture<Boolean> look;
      guard.lock();
      try {
        look = ahead;
        if (look == null) {
          reading = true;
          return true;
        }
      } finally {
        guard.unlock();
      }
      if (!await(look, nanos)) {
        return false;
      }
    }
  }

  private static boolean await(CompletableFuture<Boolean> look, long nanos) {
    if (nanos < 0) {
      return look.join();
    }
    try {
      return look.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("a look ahead fails in no other way", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void endReading() {
    guard.lock();
    try {
      reading = false;
    } finally {
      guard.unlock();
    }
  }

  /// What the next read returns is here.
  private boolean isKnown() {
    return failure != null || ended || !early.isEmpty();
  }

  @Override
  public Conn source() {
    guard.lock();
    try {
      return ahead == null && !isKnown() ? below.source() : this;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public Conn sink() {
    return below.sink();
  }
}
