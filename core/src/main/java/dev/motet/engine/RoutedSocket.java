package dev.motet.engine;

import dev.motet.io.Conn;
import dev.motet.io.ConnInputStream;
import dev.motet.io.ConnOutputStream;
import dev.motet.io.Destination;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A socket of the embedding program whose connection goes through the rules of an instance. A name
/// that was not resolved stays a name. Options of the network below are accepted and without
/// effect: there is no socket of the system under it.
final class RoutedSocket extends Socket {
  private final EmbeddedClient client;
  private volatile @Nullable Conn conn;
  private volatile @Nullable InetSocketAddress remote;
  private volatile int timeoutMillis;
  private volatile boolean closed;
  private volatile boolean inputEnded;
  private volatile boolean outputEnded;

  /// Guarded by `this`.
  private @Nullable InputStream input;

  RoutedSocket(EmbeddedClient client) {
    this.client = client;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    if (!(endpoint instanceof InetSocketAddress address)) {
      throw new IllegalArgumentException("unsupported address: " + endpoint);
    }
    if (closed) {
      throw new SocketException("Socket is closed");
    }
    if (conn != null) {
      throw new SocketException("already connected");
    }
    Destination to =
        address.isUnresolved()
            ? Destination.of(address.getHostString(), address.getPort())
            : Destination.of(address);
    conn = client.dial(to, timeout == 0 ? EmbeddedClient.NO_LIMIT : Duration.ofMillis(timeout));
    remote = address;
    if (closed) {
      close();
      throw new SocketException("Socket is closed");
    }
  }

  /// The same each time: bytes wait in it.
  @Override
  public synchronized InputStream getInputStream() throws IOException {
    Conn now = connected();
    InputStream known = input;
    if (known == null) {
      known = new Input(new ConnInputStream(now, () -> timeoutMillis));
      input = known;
    }
    return known;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Output(new ConnOutputStream(connected()));
  }

  private Conn connected() throws SocketException {
    Conn now = conn;
    if (closed) {
      throw new SocketException("Socket is closed");
    }
    if (now == null) {
      throw new SocketException("Socket is not connected");
    }
    return now;
  }

  @Override
  public void shutdownOutput() throws IOException {
    connected().closeWrite();
    outputEnded = true;
  }

  @Override
  public void shutdownInput() throws IOException {
    var _ = connected();
    inputEnded = true;
  }

  @Override
  public void close() {
    closed = true;
    Conn now = conn;
    if (now != null) {
      now.close();
    }
  }

  @Override
  public boolean isConnected() {
    return conn != null;
  }

  @Override
  public boolean isBound() {
    return conn != null;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded;
  }

  @Override
  public boolean isOutputShutdown() {
    return outputEnded;
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    InetSocketAddress to = remote;
    return to == null ? null : to.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress to = remote;
    return to == null ? 0 : to.getPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return remote;
  }

  @Override
  public InetAddress getLocalAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getLocalPort() {
    return conn == null ? -1 : 0;
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return conn == null ? null : new InetSocketAddress(getLocalAddress(), 0);
  }

  @Override
  public @Nullable SocketChannel getChannel() {
    return null;
  }

  @Override
  public void bind(@Nullable SocketAddress local) {
    // there is nothing to bind
  }

  @Override
  public void setSoTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // nothing is ever held back
  }

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setKeepAlive(boolean on) {
    // the outbound does that
  }

  @Override
  public boolean getKeepAlive() {
    return false;
  }

  @Override
  public void setSoLinger(boolean on, int seconds) {
    // a close never waits
  }

  @Override
  public int getSoLinger() {
    return -1;
  }

  @Override
  public void setReuseAddress(boolean on) {
    // there is no address
  }

  @Override
  public void setSendBufferSize(int size) {
    // of the outbound
  }

  @Override
  public void setReceiveBufferSize(int size) {
    // of the outbound
  }

  @Override
  public void setTrafficClass(int value) {
    // of the outbound
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public String toString() {
    return "RoutedSocket[" + remote + "]";
  }

  /// Ends where [#shutdownInput] was called; closing it closes the socket.
  private final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return inputEnded ? -1 : in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return inputEnded ? -1 : in.read(into, offset, length);
    }

    @Override
    public void close() {
      RoutedSocket.this.close();
    }
  }

  /// Closing it closes the socket.
  private final class Output extends FilterOutputStream {
    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
    }

    @Override
    public void close() {
      RoutedSocket.this.close();
    }
  }
}
