package dev.motet.core;

import dev.motet.io.ConnListener;
import dev.motet.io.SocketConn;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A listening socket and the thread that accepts on it, for those who claim it one after the
/// other: connections go to the oldest claim that is not closed, the last one to close closes the
/// socket. Out of descriptors it pauses accepting and recovers.
public final class SharedListener {
  /// After a failed accept, the longest wait for a connection to end.
  public static final Duration PAUSE = Duration.ofMillis(200);

  /// Gets accepted connections, on the accepting thread: it must hand them on and return. Whoever
  /// gets a connection closes it.
  public interface Acceptor {
    void accept(SocketConn conn);

    /// Accepting failed and pauses: once for each row of failures.
    void paused(IOException cause);

    /// Accepting goes on after a pause.
    void resumed();

    /// A bug of this program.
    void bug(Throwable cause);
  }

  private final ConnListener socket;
  private final Runnable forget;

  /// The oldest first; guarded by the lock of the registry.
  private final ArrayDeque<Claim> claims = new ArrayDeque<>(2);

  /// Who gets connections; null when the socket is closed or about to be.
  private volatile @Nullable Claim first;

  /// A permit for each event that may end a pause: a connection closed, time passed, the end.
  private final Semaphore resume = new Semaphore(0);

  /// @param forget called under the registry's lock when nobody claims the socket any more
  SharedListener(ConnListener socket, Runnable forget) {
    this.socket = socket;
    this.forget = forget;
  }

  /// Under the registry's lock.
  Claim claim(Acceptor acceptor, Resources with, ReentrantLock registry) {
    Claim claim = new Claim(acceptor, registry);
    boolean alone = claims.isEmpty();
    claims.add(claim);
    if (alone) {
      first = claim;
      with.start("motet-accept", () -> run(with.timeouts()));
    }
    return claim;
  }

  private void run(Timeouts timeouts) {
    boolean paused = false;
    for (Claim to = first; to != null; to = first) {
      try {
        paused = !accept(to, paused, timeouts);
      } catch (RuntimeException | Error _) {
        // Out of memory even for a line in the log: what listens must not end by that.
        Thread.onSpinWait();
      }
    }
  }

  /// Accepts one connection.
  ///
  /// @param paused whether the one before failed
  /// @return false after a failure and a pause
  private boolean accept(Claim to, boolean paused, Timeouts timeouts) {
    try {
      SocketConn conn = socket.accept();
      handOver(conn);
      if (paused) {
        to.acceptor.resumed();
      }
      return true;
    } catch (IOException e) {
      if (first != null && !paused) {
        to.acceptor.paused(e);
      }
    } catch (RuntimeException | Error e) {
      to.acceptor.bug(e);
    }
    pause(timeouts);
    return false;
  }

  private void handOver(SocketConn conn) {
    Claim now = first;
    if (now == null) {
      conn.close();
      return;
    }
    try {
      now.acceptor.accept(conn);
    } catch (RuntimeException | Error e) {
      conn.close();
      throw e;
    }
  }

  /// Until a connection ended, which frees a descriptor, or a while has passed.
  private void pause(Timeouts timeouts) {
    resume.drainPermits();
    if (first == null) {
      return;
    }
    try (Timeouts.Timeout _ = timeouts.after(PAUSE, resume::release)) {
      resume.acquireUninterruptibly();
    }
  }

  /// A share of the socket. Thread-safe.
  public final class Claim implements AutoCloseable {
    private final Acceptor acceptor;
    private final ReentrantLock registry;

    private Claim(Acceptor acceptor, ReentrantLock registry) {
      this.acceptor = acceptor;
      this.registry = registry;
    }

    /// The address bound, with the real port.
    public InetSocketAddress localAddress() {
      return socket.localAddress();
    }

    /// Tells that a connection was closed: a descriptor is free.
    public void connectionEnded() {
      resume.release();
    }

    /// New connections go to the next claim; without one the socket closes. Idempotent.
    @Override
    public void close() {
      registry.lock();
      try {
        if (!claims.remove(this)) {
          return;
        }
        first = claims.peekFirst();
        if (first == null) {
          forget.run();
          socket.close();
          resume.release();
        }
      } finally {
        registry.unlock();
      }
    }
  }
}
