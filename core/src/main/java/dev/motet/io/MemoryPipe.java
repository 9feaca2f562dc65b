package dev.motet.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Two connected ends inside the program, for a layer that has to be a client of the router. It
/// holds no bytes: a write waits until the other end has read all of it.
///
/// @param near one end
/// @param far the other; what one writes the other reads
public record MemoryPipe(Conn near, Conn far) {
  public static MemoryPipe create() {
    Half there = new Half();
    Half back = new Half();
    return new MemoryPipe(new End(back, there), new End(there, back));
  }

  /// One direction.
  private static final class Half {
    private final MemoryGuard guard = new MemoryGuard();

    /// What a writer waits to get rid of. All fields are guarded by `guard`.
    private @Nullable Buffer offered;

    private boolean ended;
    private @Nullable IOException readerError;
    private @Nullable IOException writerError;

    int read(Buffer into) throws IOException {
      guard.lock();
      try {
        boolean _ = awaitReadable(-1);
        Buffer from = offered;
        if (from == null) {
          return -1;
        }
        int count = from.moveTo(into, into.readable());
        if (from.isEmpty()) {
          offered = null;
          guard.changed();
        }
        return count;
      } finally {
        guard.unlock();
      }
    }

    boolean awaitReadable(long nanos) throws IOException {
      guard.lock();
      try {
        if (!guard.await(this::isReadable, nanos)) {
          return false;
        }
        if (readerError != null) {
          throw readerError;
        }
        return true;
      } finally {
        guard.unlock();
      }
    }

    private boolean isReadable() {
      return readerError != null || offered != null || ended;
    }

    void write(Buffer from) throws IOException {
      guard.lock();
      try {
        if (ended && writerError == null) {
          throw new IOException("write after the end of the stream");
        }
        if (!from.isEmpty()) {
          offered = from;
          guard.changed();
        }
        boolean _ = guard.await(() -> writerError != null || offered != from, -1);
        if (writerError != null) {
          offered = null;
          throw writerError;
        }
      } finally {
        guard.unlock();
      }
    }

    void end() {
      guard.lock();
      try {
        ended = true;
        guard.changed();
      } finally {
        guard.unlock();
      }
    }

    /// The first error of each side counts.
    void fail(@Nullable IOException reader, @Nullable IOException writer) {
      guard.lock();
      try {
        readerError = readerError == null ? reader : readerError;
        writerError = writerError == null ? writer : writerError;
        guard.changed();
      } finally {
        guard.unlock();
      }
    }
  }

  private record End(Half in, Half out) implements Conn {
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
      return true;
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
      return in.awaitReadable(nanos);
    }

    @Override
    public void abort(IOException reason) {
      IOException reset = new IOException("connection reset");
      in.fail(reason, reset);
      out.fail(reset, reason);
    }

    @Override
    public void close() {
      IOException closed = new IOException("closed");
      in.fail(closed, new IOException("the other end is closed"));
      out.fail(null, closed);
      out.end();
    }
  }
}
