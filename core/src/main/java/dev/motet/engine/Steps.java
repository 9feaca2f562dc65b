package dev.motet.engine;

import dev.motet.core.Log;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;

/// Runs the steps of starting and closing one after the other, names the one that fails, and warns
/// of one that takes long (inventory TOP-10).
final class Steps {
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  private final Log log = Log.named("motet");
  private final Timeouts timeouts;

  Steps(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /// Something that starts.
  interface Step {
    void run() throws IOException;
  }

  /// @throws IOException with the name in front: `start inbound/socks[in]: …`
  void start(Object name, Step step) throws IOException {
    try (Watch _ = new Watch("start " + name, START_LIMIT)) {
      step.run();
    } catch (IOException e) {
      String why = e.getMessage();
      throw new IOException(
          "start " + name + ": " + (why == null ? e.getClass().getSimpleName() : why), e);
    }
  }

  /// Warns again and again until closed.
  private final class Watch implements AutoCloseable {
    private final String what;
    private final Duration limit;
    private Timeouts.Timeout next;
    private long seconds;
    private boolean closed;

    Watch(String what, Duration limit) {
      this.what = what;
      this.limit = limit;
      this.next = timeouts.after(limit, this::warn);
    }

    private synchronized void warn() {
      if (!closed) {
        seconds += limit.toSeconds();
        log.warn(null, "{} has not finished after {} s", what, seconds);
        next = timeouts.after(limit, this::warn);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      next.close();
    }
  }
}
