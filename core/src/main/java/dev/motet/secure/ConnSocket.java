package dev.motet.secure;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// A [Conn] in the shape that the JDK's TLS can be laid over. One thread reads, one writes.
final class ConnSocket extends Socket {
  private static final int BLOCK = 16 * 1024;

  private final Conn conn;

  /// Closing the socket closes `conn`.
  ConnSocket(Conn conn) {
    this.conn = conn;
  }

  @Override
  public InputStream getInputStream() {
    return new Input();
  }

  @Override
  public OutputStream getOutputStream() {
    return new Output();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public void setSoTimeout(int millis) {
    // A Conn has no read limit: its owner closes it in time.
  }

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void shutdownOutput() throws IOException {
    conn.closeWrite();
  }

  @Override
  public void close() {
    conn.close();
  }

  private final class Input extends InputStream {
    private final Buffer buffer = Buffer.allocate(BLOCK);

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

    private boolean fill() throws IOException {
      return !buffer.isEmpty() || conn.read(buffer.clear()) >= 0;
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      Buffer buffer = Buffer.allocate(length);
      buffer.append(from, offset, length);
      conn.write(buffer);
    }
  }
}
