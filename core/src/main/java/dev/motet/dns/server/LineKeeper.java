package dev.motet.dns.server;

import dev.motet.io.DialException;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps the line to a server: opens it for the first query, another one when it is no longer
/// usable, and closes what nobody used for a while. Thread-safe.
final class LineKeeper<L extends Line> implements AutoCloseable {
  /// Opens a line; blocks.
  interface Opener<L> {
    L open() throws IOException;
  }

  /// Lines are looked at this often; one that nobody used since the last look closes.
  static final Duration QUIET = Duration.ofSeconds(15);

  private final Timeouts timeouts;
  private final Opener<L> opener;

  /// Held while one thread opens; those that need the line wait for it.
  private final ReentrantLock opening = new ReentrantLock();

  private volatile @Nullable L current;
  private volatile boolean used;

  /// How many openings failed, and why the last one did; written under `opening`.
  private final AtomicInteger failures = new AtomicInteger();

  private @Nullable IOException lastFailure;

  /// Guarded by this object, as all below; nothing under it blocks.
  private final Set<L> open = new HashSet<>();

  private int resets;
  private boolean watched;
  private boolean closed;

  LineKeeper(Timeouts timeouts, Opener<L> opener) {
    this.timeouts = timeouts;
    this.opener = opener;
  }

  /// The line for a query; blocks while it is opened.
  L get() throws IOException {
    L now = current;
    if (now == null || !now.isUsable()) {
      now = opened();
    }
    used = true;
    return now;
  }

  /// Who waited for an opening that failed hears of it at once: if each tried anew, the last of
  /// many queries to a server that does not answer would wait for hours.
  private L opened() throws IOException {
    int before = failures.get();
    opening.lock();
    try {
      L now = current;
      if (now != null && now.isUsable()) {
        return now;
      }
      IOException why = lastFailure;
      if (why != null && failures.get() != before) {
        throw why;
      }
      return open();
    } finally {
      opening.unlock();
    }
  }

  private L open() throws IOException {
    requireOpen();
    try {
      while (true) {
        int before = resets();
        L next = opener.open();
        current = next;
        if (register(next, before)) {
          lastFailure = null;
          return next;
        }
      }
    } catch (IOException e) {
      lastFailure = e;
      failures.incrementAndGet();
      throw e;
    }
  }

  private synchronized void requireOpen() throws DialException {
    if (closed) {
      throw new DialException(DialException.Reason.DNS, "the DNS server was closed");
    }
  }

  private synchronized int resets() {
    return resets;
  }

  /// @param before resets when its opening began
  /// @return false when there was one meanwhile: the line may belong to the network of before
  private synchronized boolean register(L line, int before) throws IOException {
    if (closed) {
      line.close();
      requireOpen();
    }
    if (resets != before) {
      line.close();
      return false;
    }
    open.add(line);
    if (!watched) {
      watched = true;
      timeouts.after(QUIET, this::look);
    }
    return true;
  }

  private synchronized void look() {
    boolean quiet = !used;
    used = false;
    closeThose(quiet);
    watched = !open.isEmpty();
    if (watched) {
      timeouts.after(QUIET, this::look);
    }
  }

  /// Those that nobody waits on and no query will use any more.
  @SuppressWarnings("ReferenceEquality") // this very line, not one like it
  private void closeThose(boolean quiet) {
    open.removeIf(line -> {
      boolean over = !line.isBusy() && (quiet || line != current || !line.isUsable());
      if (over) {
        line.close();
      }
      return over;
    });
  }

  /// All lines close; queries after it get another one.
  synchronized void reset() {
    resets++;
    open.forEach(Line::close);
    open.clear();
  }

  @Override
  public synchronized void close() {
    closed = true;
    reset();
  }
}
