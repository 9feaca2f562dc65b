package dev.motet.io;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;

// hot
/// A TCP connection over a blocking NIO channel.
final class NioConn implements SocketConn {
  /// The JDK keeps a direct buffer as large as the largest write for each carrier thread.
  private static final int MAX_WRITE = Buffers.LARGE;

  private final SocketChannel channel;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final NioSocket socket;

  NioConn(SocketChannel channel, Set<Closeable> open) throws IOException {
    this.channel = channel;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.remote = (InetSocketAddress) channel.getRemoteAddress();
    this.socket = new NioSocket(channel, open);
  }

  @Override
  public int read(Buffer into) throws IOException {
    int room = into.readable();
    if (room == 0) {
      throw new IllegalArgumentException("no room to read into " + into);
    }
    int count;
    try {
      count = channel.read(ByteBuffer.wrap(into.array, into.to, room));
    } catch (IOException e) {
      throw socket.failure(e);
    }
    if (count > 0) {
      into.to += count;
    }
    return count;
  }

  @Override
  public void write(Buffer from) throws IOException {
    try {
      while (!from.isEmpty()) {
        int count = Math.min(from.length(), MAX_WRITE);
        from.from += channel.write(ByteBuffer.wrap(from.array, from.from, count));
      }
    } catch (IOException e) {
      throw socket.failure(e);
    }
  }

  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    if (head.length() <= body.headRoom()) {
      SocketConn.super.write(head, body);
    } else if (head.length() + body.length() <= MAX_WRITE) {
      gather(head, body);
    } else {
      write(head);
      write(body);
    }
  }

  private void gather(Buffer head, Buffer body) throws IOException {
    ByteBuffer[] parts = {
      ByteBuffer.wrap(head.array, head.from, head.length()),
      ByteBuffer.wrap(body.array, body.from, body.length())
    };
    try {
      while (parts[1].hasRemaining() || parts[0].hasRemaining()) {
        channel.write(parts);
      }
    } catch (IOException e) {
      throw socket.failure(e);
    }
    head.from = head.to;
    body.from = body.to;
  }

  @Override
  public void closeWrite() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      throw socket.failure(e);
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public void abort(IOException reason) {
    if (!socket.end(reason)) {
      return;
    }
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException _) {
      // the peer reset first: nothing is left to tell it
    }
    socket.closeChannel();
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public String toString() {
    return "nio " + local + " - " + remote;
  }
}
