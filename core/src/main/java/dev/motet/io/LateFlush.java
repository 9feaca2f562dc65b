package dev.motet.io;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;

/// Sends a held-back header alone unless it is closed within [Pump#FIRST_PAYLOAD]: for sources that
/// cannot wait without a read. After [#close()] no flush is under way.
final class LateFlush implements AutoCloseable {
  private final Conn sink;
  private final Timeouts.Timeout timeout;
  private final ReentrantLock flushing = new ReentrantLock();
  private boolean over;

  LateFlush(Conn sink, Timeouts timeouts, ThreadFactory threads) {
    this.sink = sink;
    // a flush may block, which the timer's own thread must not
    this.timeout = timeouts.after(Pump.FIRST_PAYLOAD, () -> threads.newThread(this::flush).start());
  }

  private void flush() {
    flushing.lock();
    try {
      if (!over) {
        sink.flush();
      }
    } catch (IOException e) {
      sink.abort(e);
    } finally {
      flushing.unlock();
    }
  }

  @Override
  public void close() {
    timeout.close();
    flushing.lock();
    try {
      over = true;
    } finally {
      flushing.unlock();
    }
  }
}
