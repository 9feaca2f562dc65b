package dev.motet.tls.reality;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// The connection to the site while nobody knows yet who the client is. A thread waits for the
/// first bytes of the site; whether it passes them on itself depends on what was decided until
/// then.
final class SiteConn extends ForwardingConn {
  /// Who reads from the site.
  private enum Reader {
    UNDECIDED,
    /// The thread that serves the client, which reads from this.
    SERVING,
    /// The thread that waited: the site spoke before the client was known, so that all is passed
    /// on.
    PASSING_ON
  }

  private static final int BUFFER_BYTES = 16 * 1024;

  private final Conn client;
  private final Buffer first = Buffer.allocate(BUFFER_BYTES);
  private final AtomicReference<Reader> reader = new AtomicReference<>(Reader.UNDECIDED);

  /// Held by the serving thread from the moment it has bytes of the client: the site's answer to a
  /// hello must not come before the hello was looked at.
  private final ReentrantLock looking = new ReentrantLock();

  private final FutureTask<Integer> waiting = new FutureTask<>(this::waitForSite);

  private boolean collected; // of the serving thread
  private boolean ended;

  SiteConn(Conn site, Conn client) {
    super(site);
    this.client = client;
  }

  /// Starts to wait for the site.
  SiteConn start(ThreadFactory threads) {
    threads.newThread(waiting).start();
    return this;
  }

  /// While this is held the site's first bytes decide nothing.
  ReentrantLock looking() {
    return looking;
  }

  /// The client is known: from here on this is read by the thread that calls.
  ///
  /// @return false when the site spoke before: all that it says is passed on already
  boolean takeOver() {
    return reader.compareAndSet(Reader.UNDECIDED, Reader.SERVING);
  }

  /// Whether what the site says is passed on.
  boolean passesOn() {
    return reader.get() == Reader.PASSING_ON;
  }

  private int waitForSite() throws IOException {
    int count;
    try {
      count = below.read(first);
    } catch (IOException e) {
      if (siteSpokeFirst()) {
        client.abort(e);
      }
      throw e;
    }
    if (siteSpokeFirst()) {
      passOn(count);
    }
    return count;
  }

  private boolean siteSpokeFirst() {
    looking.lock();
    try {
      return reader.compareAndSet(Reader.UNDECIDED, Reader.PASSING_ON);
    } finally {
      looking.unlock();
    }
  }

  private void passOn(int count) throws IOException {
    try {
      for (int more = count; more >= 0; more = below.read(first.clear())) {
        client.write(first);
      }
      client.closeWrite();
    } catch (IOException e) {
      client.abort(e);
      below.abort(e);
      throw e;
    }
  }

  /// Waits until the site has said its last word, or could not be passed on.
  void awaitPassedOn() throws IOException {
    collect();
  }

  @Override
  public int read(Buffer into) throws IOException {
    if (!collected) {
      collected = true;
      ended = collect() < 0;
    }
    if (!first.isEmpty()) {
      return first.moveTo(into, into.readable());
    }
    return ended ? -1 : below.read(into);
  }

  private int collect() throws IOException {
    try {
      return waiting.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public boolean reportsReadiness() {
    return collected && below.reportsReadiness();
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return !collected || !first.isEmpty() || ended || below.awaitReadable(nanos);
  }

  @Override
  public Conn source() {
    return collected && first.isEmpty() && !ended ? below.source() : this;
  }

  @Override
  public Conn sink() {
    return below.sink();
  }
}
