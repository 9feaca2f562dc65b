package dev.motet.testkit;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Two ends of a connection in memory, with the half-close, back-pressure, close and reset of TCP.
///
/// @param a one end
/// @param b the other; what one writes the other reads
public record Pipe(Conn a, Conn b) {
  /// Bytes under way in each direction before a writer waits.
  public static final int CAPACITY = 64 * 1024;

  /// Ends that can be waited for only with a read, as those of NIO.
  public static Pipe create() {
    return create(false);
  }

  /// Ends that report readiness, as those on descriptors.
  public static Pipe withReadiness() {
    return create(true);
  }

  private static Pipe create(boolean readiness) {
    Half there = new Half();
    Half back = new Half();
    return new Pipe(new End(back, there, readiness), new End(there, back, readiness));
  }

  /// One direction. Its monitor guards all of it.
  private static final class Half {
    private final byte[] ring = new byte[CAPACITY];
    private int start;
    private int count;
    private boolean ended;
    private @Nullable IOException readerError;
    private @Nullable IOException writerError;

    synchronized int read(Buffer into) throws IOException {
      awaitReadable(-1);
      if (count == 0) {
        return -1;
      }
      int moved = Math.min(count, into.readable());
      if (moved == 0) {
        throw new IllegalArgumentException("no room to read into " + into);
      }
      for (int i = 0; i < moved; i++) {
        into.array[into.to++] = ring[(start + i) % CAPACITY];
      }
      start = (start + moved) % CAPACITY;
      count -= moved;
      notifyAll();
      return moved;
    }

    synchronized boolean awaitReadable(long nanos) throws IOException {
      long end = System.nanoTime() + nanos;
      while (readerError == null && count == 0 && !ended) {
        long left = end - System.nanoTime();
        if (nanos >= 0 && left <= 0) {
          return false;
        }
        waitFor(nanos < 0 ? 0 : 1 + left / 1_000_000);
      }
      if (readerError != null) {
        throw readerError;
      }
      return true;
    }

    synchronized void write(Buffer from) throws IOException {
      while (true) {
        if (writerError != null) {
          throw writerError;
        }
        if (ended) {
          throw new IOException("write after closeWrite");
        }
        for (; !from.isEmpty() && count < CAPACITY; count++) {
          ring[(start + count) % CAPACITY] = from.array[from.from++];
        }
        notifyAll();
        if (from.isEmpty()) {
          return;
        }
        waitFor(0);
      }
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized void fail(@Nullable IOException reader, @Nullable IOException writer) {
      readerError = readerError == null ? reader : readerError;
      writerError = writerError == null ? writer : writerError;
      notifyAll();
    }

    private void waitFor(long millis) throws IOException {
      try {
        wait(millis);
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }
  }

  private static final class End implements Conn {
    private final Half in;
    private final Half out;
    private final boolean readiness;
    private boolean closed;

    End(Half in, Half out, boolean readiness) {
      this.in = in;
      this.out = out;
      this.readiness = readiness;
    }

    @Override
    public int read(Buffer into) throws IOException {
      return in.read(into);
    }

    @Override
    public void write(Buffer from) throws IOException {
      out.write(from);
    }

    @Override
    public void closeWrite() {
      out.end();
    }

    @Override
    public boolean reportsReadiness() {
      return readiness;
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
      return !readiness || in.awaitReadable(nanos);
    }

    @Override
    public void abort(IOException reason) {
      if (firstToClose()) {
        in.fail(reason, new IOException("Connection reset by peer"));
        out.fail(new IOException("Connection reset by peer"), reason);
      }
    }

    @Override
    public void close() {
      if (firstToClose()) {
        IOException closed = new IOException("closed");
        in.fail(closed, new IOException("Broken pipe"));
        out.fail(null, closed);
        out.end();
      }
    }

    private synchronized boolean firstToClose() {
      boolean first = !closed;
      closed = true;
      return first;
    }
  }
}
