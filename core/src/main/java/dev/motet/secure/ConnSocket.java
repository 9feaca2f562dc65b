package dev.motet.secure;

import dev.motet.io.Conn;
import dev.motet.io.ConnInputStream;
import dev.motet.io.ConnOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// A [Conn] in the shape that the JDK's TLS can be laid over. One thread reads, one writes.
final class ConnSocket extends Socket {
  private final Conn conn;

  /// Closing the socket closes `conn`.
  ConnSocket(Conn conn) {
    this.conn = conn;
  }

  @Override
  public InputStream getInputStream() {
    return new ConnInputStream(conn);
  }

  @Override
  public OutputStream getOutputStream() {
    return new ConnOutputStream(conn);
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
}
