package dev.motet.io;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// The bytes of a [Conn] for code that reads streams. Of one thread at a time; closing it closes
/// the connection.
public final class ConnInputStream extends InputStream {
  private static final int BLOCK = 16 * 1024;

  private final Conn conn;
  private final IntSupplier timeoutMillis;
  private final Buffer buffer = Buffer.allocate(BLOCK);

  public ConnInputStream(Conn conn) {
    this(conn, () -> 0);
  }

  /// @param timeoutMillis how long a read may wait, asked for each; 0 for no limit. Only where the
  ///   connection reports readiness
  public ConnInputStream(Conn conn, IntSupplier timeoutMillis) {
    this.conn = conn;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.array[buffer.from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, buffer.length());
    System.arraycopy(buffer.array, buffer.from, into, offset, count);
    buffer.skip(count);
    return count;
  }

  @Override
  public int available() {
    return buffer.length();
  }

  @Override
  public void close() {
    conn.close();
  }

  /// @throws SocketTimeoutException when nothing came in time
  private boolean fill() throws IOException {
    if (!buffer.isEmpty()) {
      return true;
    }
    int limit = timeoutMillis.getAsInt();
    if (limit > 0 && !conn.awaitReadable(TimeUnit.MILLISECONDS.toNanos(limit))) {
      throw new SocketTimeoutException("nothing came within " + limit + " ms");
    }
    return conn.read(buffer.clear()) >= 0;
  }
}
