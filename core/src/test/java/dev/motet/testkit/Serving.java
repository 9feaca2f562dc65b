package dev.motet.testkit;

import dev.motet.io.Conn;
import dev.motet.io.ConnListener;
import dev.motet.io.NioBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// A server on a free port of the loopback that a test says what to do with each connection, and
/// connections to it.
public final class Serving implements AutoCloseable {
  /// Serves one connection, on a thread of its own; it is closed afterwards.
  public interface Handler {
    void serve(Conn conn) throws Exception;
  }

  private final Timeouts timeouts = Timeouts.system();
  private final NioBackend sockets = new NioBackend(timeouts);
  private final ConnListener listener;
  private final Handler handler;
  private final List<Throwable> failures = new ArrayList<>();
  private int served;

  private Serving(Handler handler) throws IOException {
    this.handler = handler;
    this.listener =
        sockets.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SocketConfig.DEFAULT);
  }

  public static Serving start(Handler handler) throws IOException {
    Serving serving = new Serving(handler);
    Thread.ofVirtual().name("serving-accept").start(serving::accept);
    return serving;
  }

  public int port() {
    return address().getPort();
  }

  public InetSocketAddress address() {
    return listener.localAddress();
  }

  /// A connection to this server.
  public Conn connect() throws IOException {
    return sockets.connect(address(), SocketConfig.DEFAULT);
  }

  private void accept() {
    try {
      while (true) {
        Conn conn = listener.accept();
        Thread.ofVirtual().name("serving").start(() -> serve(conn));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Conn conn) {
    Throwable failure = null;
    try (conn) {
      handler.serve(conn);
    } catch (Throwable e) {
      failure = e;
    }
    ended(failure);
  }

  private synchronized void ended(Throwable failure) {
    if (failure != null) {
      failures.add(failure);
    }
    served++;
    notifyAll();
  }

  /// Waits until so many connections have ended.
  ///
  /// @return what the handlers threw
  public synchronized List<Throwable> awaitServed(int count) throws InterruptedException {
    long end = System.nanoTime() + Background.LIMIT.toNanos();
    while (served < count) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError(served + " connections ended (expected: " + count + ")");
      }
      wait(millis);
    }
    return List.copyOf(failures);
  }

  @Override
  public void close() throws Exception {
    listener.close();
    sockets.close();
    timeouts.close();
  }
}
