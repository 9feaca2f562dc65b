package dev.motet.secure;

import dev.motet.io.Conn;
import dev.motet.io.ConnInputStream;
import dev.motet.io.ConnOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// A [Conn] in the shape that the JDK's TLS can be laid over. One thread reads, one writes.
///
/// Whatever the TLS asks is answered here: the methods of [Socket] itself would open a real socket,
/// which nobody closes.
final class ConnSocket extends Socket {
  private final Conn conn;
  private final int port;

  /// Closing the socket closes `conn`.
  ///
  /// @param port of the peer
  ConnSocket(Conn conn, int port) {
    this.conn = conn;
    this.port = port;
  }

  @Override
  public int getPort() {
    return port;
  }

  @Override
  public int getLocalPort() {
    return -1;
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return null;
  }

  @Override
  public InetAddress getLocalAddress() {
    return InetAddress.getLoopbackAddress();
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
