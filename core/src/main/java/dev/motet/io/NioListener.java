package dev.motet.io;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// A listening TCP socket over a blocking NIO channel.
final class NioListener implements ConnListener {
  private final ServerSocketChannel channel;
  private final SocketConfig config;
  private final Set<Closeable> open;
  private final InetSocketAddress local;
  private final NioSocket socket;

  /// Held during an accept. NIO lets the thread inside give up the descriptor, so the address is
  /// free only when that has left.
  private final ReentrantLock accepting = new ReentrantLock();

  NioListener(ServerSocketChannel channel, SocketConfig config, Set<Closeable> open)
      throws IOException {
    this.channel = channel;
    this.config = config;
    this.open = open;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.socket = new NioSocket(channel, open);
  }

  @Override
  public SocketConn accept() throws IOException {
    accepting.lock();
    try {
      return acceptOne();
    } finally {
      accepting.unlock();
    }
  }

  private SocketConn acceptOne() throws IOException {
    while (true) {
      SocketChannel accepted;
      try {
        accepted = channel.accept();
      } catch (IOException e) {
        if (NioErrors.outOfDescriptors(e)) {
          throw new OutOfDescriptorsException("accept on " + local + ": too many open files");
        }
        throw e;
      }
      try {
        NioOptions.stream(accepted, config);
        return new NioConn(accepted, open);
      } catch (UnsupportedSocketOptionException e) {
        NioErrors.closeQuietly(accepted);
        throw e;
      } catch (IOException _) {
        // this client was gone before it was accepted: serve the next one
        NioErrors.closeQuietly(accepted);
      }
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  @SuppressWarnings("LockNotBeforeTry") // nothing is done under the lock
  public void close() {
    socket.close();
    // Only waits: an accept under way holds it until the address is free.
    accepting.lock();
    accepting.unlock();
  }
}
