package dev.motet.protocol.group;

import dev.motet.core.Session;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Waits between attempts, which end early with their session or their group. Thread-safe.
final class Pauses implements AutoCloseable {
  private final Timeouts timeouts;
  private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Pauses(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /// Blocks for so long.
  ///
  /// @throws IOException when the session or the group ends before
  void await(Duration length, @Nullable Session session) throws IOException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    underWay.add(over);
    try (Timeouts.Timeout _ = timeouts.after(length, () -> over.complete(null));
        Session.Also _ =
            session == null ? () -> {} : session.alsoOnCancel(over::completeExceptionally)) {
      if (closed) {
        end(over);
      }
      over.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException reason ? reason : new IOException(e);
    } finally {
      underWay.remove(over);
    }
  }

  @Override
  public void close() {
    closed = true;
    underWay.forEach(Pauses::end);
  }

  private static void end(CompletableFuture<Void> pause) {
    pause.completeExceptionally(new IOException("the group closes"));
  }
}
