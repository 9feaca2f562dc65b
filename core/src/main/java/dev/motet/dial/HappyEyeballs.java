package dev.motet.dial;

import dev.motet.io.Conn;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Connects to one of several addresses: those of the preferred family in turn, and, when that has
/// failed or takes long, those of the other family beside it. The first connection wins, a later
/// one is closed (inventory SH-6).
final class HappyEyeballs {
  /// Something that may work with one address.
  interface Attempt<T> {
    T connect(InetAddress to) throws IOException;
  }

  /// Opens a connection to one address.
  interface Connector extends Attempt<Conn> {}

  private final Timeouts timeouts;
  private final ThreadFactory threads;
  private final Duration delay;

  HappyEyeballs(Timeouts timeouts, ThreadFactory threads, Duration delay) {
    this.timeouts = timeouts;
    this.threads = threads;
    this.delay = delay;
  }

  /// @param addresses at least one
  /// @throws IOException the error of the preferred family when all failed
  Conn connect(List<InetAddress> addresses, boolean preferIpv6, Connector connector)
      throws IOException {
    List<InetAddress> preferred = family(addresses, preferIpv6);
    List<InetAddress> others = family(addresses, !preferIpv6);
    if (preferred.isEmpty() || others.isEmpty()) {
      return inTurn(addresses, connector);
    }
    Race race = new Race(preferred, others, connector);
    race.start();
    try (Timeouts.Timeout _ = timeouts.after(delay, race::startOthers)) {
      return race.await();
    }
  }

  /// Tries one after the other.
  ///
  /// @throws IOException the first error when all failed, with the others suppressed in it
  static <T> T inTurn(List<InetAddress> addresses, Attempt<T> attempt) throws IOException {
    IOException first = null;
    for (InetAddress address : addresses) {
      try {
        return attempt.connect(address);
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw first == null ? new IOException("no address to connect to") : first;
  }

  private static List<InetAddress> family(List<InetAddress> addresses, boolean ipv6) {
    Stream<InetAddress> of = addresses.stream().filter(a -> a instanceof Inet6Address == ipv6);
    return of.toList();
  }

  /// Two attempts, of which the second begins late or never.
  private final class Race {
    private final List<InetAddress> preferred;
    private final List<InetAddress> others;
    private final Connector connector;
    private final CompletableFuture<Conn> winner = new CompletableFuture<>();
    private final CompletableFuture<Throwable> preferredFailed = new CompletableFuture<>();
    private final AtomicBoolean othersStarted = new AtomicBoolean();

    Race(List<InetAddress> preferred, List<InetAddress> others, Connector connector) {
      this.preferred = preferred;
      this.others = others;
      this.connector = connector;
    }

    void start() {
      threads.newThread(this::tryPreferred).start();
    }

    /// Also called by the timer: does not block.
    void startOthers() {
      if (!winner.isDone() && othersStarted.compareAndSet(false, true)) {
        threads.newThread(this::tryOthers).start();
      }
    }

    Conn await() throws IOException {
      try {
        return winner.join();
      } catch (CompletionException e) {
        switch (e.getCause()) {
          case IOException cause -> throw cause;
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw e;
        }
      }
    }

    private void tryPreferred() {
      try {
        won(inTurn(preferred, connector));
      } catch (Throwable e) {
        preferredFailed.complete(e);
        startOthers();
      }
    }

    private void tryOthers() {
      try {
        won(inTurn(others, connector));
      } catch (Throwable _) {
        // the preferred family's error is the one that is told
        winner.completeExceptionally(preferredFailed.join());
      }
    }

    private void won(Conn conn) {
      if (!winner.complete(conn)) {
        conn.close();
      }
    }
  }
}
