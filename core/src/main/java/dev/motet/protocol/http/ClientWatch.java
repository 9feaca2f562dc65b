package dev.motet.protocol.http;

import dev.motet.core.Resources;
import dev.motet.io.Conn;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Ends an exchange whose client is gone while its server keeps it waiting: nobody reads the client
/// meanwhile, and nobody would notice.
final class ClientWatch implements AutoCloseable {
  /// Between two looks; shorter exchanges cost a timer.
  static final Duration STEP = Duration.ofSeconds(2);

  /// How long a server may say nothing to a client that ended its sending side: it may be gone
  /// altogether, which only something sent to it would tell.
  static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);

  private final Resources resources;
  private final WatchedConn client;
  private final Conn upstream;

  /// Blocks and heads passed on to the client; written by one thread.
  private final AtomicLong passed = new AtomicLong();

  /// All below is guarded by `this`.
  private long passedBefore;

  private long silentSince;
  private boolean over;
  private Timeouts.Timeout next;

  ClientWatch(Resources resources, WatchedConn client, Conn upstream) {
    this.resources = resources;
    this.client = client;
    this.upstream = upstream;
    this.silentSince = resources.timeouts().nanoTime();
    this.next = schedule();
  }

  /// Something was sent to the client.
  void passed() {
    passed.incrementAndGet();
  }

  private Timeouts.Timeout schedule() {
    return resources.timeouts().after(STEP, this::look);
  }

  private synchronized void look() {
    if (over) {
      return;
    }
    if (client.isBroken()) {
      upstream.abort(new IOException("the client is gone"));
      return;
    }
    long now = resources.timeouts().nanoTime();
    if (!client.hasEnded() || passed.get() != passedBefore) {
      passedBefore = passed.get();
      silentSince = now;
      client.lookAhead(resources);
    } else if (now - silentSince >= SILENCE_LIMIT.toNanos()) {
      upstream.abort(new IOException("the client ended its side and the server is silent"));
      return;
    }
    next = schedule();
  }

  @Override
  public synchronized void close() {
    over = true;
    next.close();
  }
}
