package dev.motet.io;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The portable back end: blocking NIO channels on virtual threads.
public final class NioBackend implements SocketBackend {
  /// Connections waiting for an accept; the system may allow fewer.
  private static final int BACKLOG = 4096;

  private final Timeouts timeouts;
  private final ThreadFactory threads = Thread.ofVirtual().factory();
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  public NioBackend(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public SocketConn connect(InetSocketAddress to, SocketConfig config) throws IOException {
    NioOptions.checkStream(config);
    SocketChannel channel;
    try {
      channel = SocketChannel.open(family(to.getAddress()));
    } catch (IOException e) {
      throw NioErrors.dial(to, e);
    }
    boolean connected = false;
    try {
      InetAddress local = localFor(to.getAddress(), config);
      NioOptions.beforeConnect(channel, config);
      if (local != null) {
        channel.bind(new InetSocketAddress(local, 0));
      }
      connect(channel, to, config);
      NioOptions.stream(channel, config);
      NioConn conn = new NioConn(channel, open);
      connected = true;
      return conn;
    } catch (UnsupportedSocketOptionException | DialException e) {
      throw e;
    } catch (IOException e) {
      throw NioErrors.dial(to, e);
    } finally {
      if (!connected) {
        channel.close();
      }
    }
  }

  private void connect(SocketChannel channel, InetSocketAddress to, SocketConfig config)
      throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    Timeouts.Timeout limit =
        timeouts.after(
            config.connectTimeout(),
            () -> {
              late.set(true);
              NioErrors.closeQuietly(channel);
            });
    open.add(channel); // a close of the back end ends the call
    try (limit) {
      channel.connect(to);
    } catch (IOException e) {
      if (late.get()) {
        throw new DialException(
            DialException.Reason.TIMEOUT,
            "connect " + Destination.of(to) + ": no answer within " + config.connectTimeout());
      }
      throw e;
    } finally {
      open.remove(channel);
    }
  }

  @Override
  public ConnListener listen(InetSocketAddress at, SocketConfig config) throws IOException {
    NioOptions.checkStream(config);
    ServerSocketChannel channel = ServerSocketChannel.open(family(at.getAddress()));
    boolean bound = false;
    try {
      NioOptions.beforeListen(channel, config);
      channel.bind(at, BACKLOG);
      NioListener listener = new NioListener(channel, config, open);
      bound = true;
      return listener;
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }

  @Override
  public SocketPacketConn bind(@Nullable InetSocketAddress at, SocketConfig config)
      throws IOException {
    NioOptions.check(config);
    InetSocketAddress address = at == null ? anyPort(config) : at;
    DatagramChannel channel =
        address == null
            ? DatagramChannel.open()
            : DatagramChannel.open(family(address.getAddress()));
    boolean bound = false;
    try {
      NioOptions.datagram(channel, config);
      channel.bind(address == null ? new InetSocketAddress(0) : address);
      NioPacketConn conn = new NioPacketConn(channel, open);
      bound = true;
      return conn;
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }

  @Override
  public Transfer transfer() {
    return Transfer.NONE;
  }

  @Override
  public ThreadFactory threads() {
    return threads;
  }

  @Override
  public void close() {
    open.forEach(NioErrors::closeQuietly);
  }

  private static @Nullable InetSocketAddress anyPort(SocketConfig config) {
    InetAddress local = config.bind6() == null ? config.bind4() : config.bind6();
    return local == null ? null : new InetSocketAddress(local, 0);
  }

  private static @Nullable InetAddress localFor(InetAddress to, SocketConfig config) {
    return to instanceof Inet4Address ? config.bind4() : config.bind6();
  }

  private static ProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }
}
