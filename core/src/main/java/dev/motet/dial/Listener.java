package dev.motet.dial;

import dev.motet.core.Env;
import dev.motet.core.Resources;
import dev.motet.io.ConnListener;
import dev.motet.io.Destination;
import dev.motet.io.OutOfDescriptorsException;
import dev.motet.io.SocketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Timeouts;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The TCP listener or UDP socket of an inbound, set up as its listen fields say.
public final class Listener implements AutoCloseable {
  /// After a failed accept, the longest wait for a connection of this listener to end.
  static final Duration PAUSE = Duration.ofMillis(200);

  /// Serves one connection on a virtual thread of its own; it is closed afterwards in any case.
  public interface Handler {
    /// @throws IOException for a client whose bytes are not allowed: logged at debug level, and the
    ///   client sees a reset. A protocol that has an answer for the client sends it and returns
    void serve(SocketConn conn) throws IOException;
  }

  private final Env env;
  private final ListenOptions options;
  private volatile @Nullable ConnListener socket;
  private volatile boolean closed;

  /// A permit for each event that may end a pause: a connection closed, time passed, the end.
  private final Semaphore resume = new Semaphore(0);

  public Listener(Env env, ListenOptions options) {
    this.env = env;
    this.options = options;
  }

  /// Listens, accepts and serves until closed. Out of descriptors it pauses accepting and recovers.
  ///
  /// @throws BindException when the address is taken or not local
  public void start(Handler handler) throws IOException {
    Resources resources = env.resources();
    ConnListener opened;
    try {
      opened = resources.sockets().listen(options.address(), options.toSocketConfig());
    } catch (BindException e) {
      throw named("tcp", e);
    }
    socket = opened;
    if (closed) {
      opened.close();
      return;
    }
    env.log().info(null, "tcp server started at {}", Destination.of(opened.localAddress()));
    resources.start("motet-accept", () -> accept(opened, handler));
  }

  /// Binds a UDP socket as the listen fields say; the caller owns it.
  public SocketPacketConn bind() throws IOException {
    try {
      SocketPacketConn bound =
          env.resources().sockets().bind(options.address(), options.toSocketConfig());
      env.log().info(null, "udp server started at {}", Destination.of(bound.localAddress()));
      return bound;
    } catch (BindException e) {
      throw named("udp", e);
    }
  }

  /// The TCP address bound, with the real port.
  public InetSocketAddress localAddress() {
    ConnListener opened = socket;
    if (opened == null) {
      throw new IllegalStateException("not started");
    }
    return opened.localAddress();
  }

  /// Closes the listening socket; connections go on. Idempotent.
  @Override
  public void close() {
    closed = true;
    resume.release();
    ConnListener opened = socket;
    if (opened != null) {
      opened.close();
    }
  }

  private BindException named(String network, BindException cause) {
    BindException named =
        new BindException(
            "listen "
                + network
                + " "
                + Destination.of(options.address())
                + ": "
                + cause.getMessage());
    named.initCause(cause);
    return named;
  }

  private void accept(ConnListener opened, Handler handler) {
    boolean paused = false;
    while (!closed) {
      try {
        SocketConn conn = opened.accept();
        env.resources().sockets().threads().newThread(() -> serve(conn, handler)).start();
        if (paused) {
          env.log().info(null, "accepting again at {}", Destination.of(opened.localAddress()));
        }
        paused = false;
      } catch (IOException e) {
        if (!closed && !paused) {
          env.log().error(null, "{}: accepting pauses", reason(opened, e));
        }
        paused = true;
        pause();
      } catch (RuntimeException | Error e) {
        env.log().bug(null, e);
        pause();
      }
    }
  }

  private static String reason(ConnListener opened, IOException e) {
    return e instanceof OutOfDescriptorsException
        ? String.valueOf(e.getMessage())
        : "accept on " + Destination.of(opened.localAddress()) + ": " + e.getMessage();
  }

  /// Until a connection of this listener ended, which frees a descriptor, or a while has passed.
  private void pause() {
    resume.drainPermits();
    if (closed) {
      return;
    }
    try (Timeouts.Timeout _ = env.resources().timeouts().after(PAUSE, resume::release)) {
      resume.acquireUninterruptibly();
    }
  }

  private void serve(SocketConn conn, Handler handler) {
    try {
      handler.serve(conn);
    } catch (IOException e) {
      env.log()
          .debug(
              null, "connection from {}: {}", Destination.of(conn.remoteAddress()), e.getMessage());
      conn.abort(e);
    } catch (RuntimeException | Error e) {
      env.log().bug(null, e);
      conn.abort(new IOException("internal error"));
    } finally {
      conn.close();
      resume.release();
    }
  }
}
