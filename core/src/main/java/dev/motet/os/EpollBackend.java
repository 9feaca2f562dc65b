package dev.motet.os;

import dev.motet.io.ConnListener;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.OutOfDescriptorsException;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Transfer;
import dev.motet.io.UnsupportedSocketOptionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The Linux back end: descriptors on edge-triggered epoll loops.
public final class EpollBackend implements SocketBackend {
  private static final int BACKLOG = 4096;

  private final EpollLoop[] loops;
  private final Pipes pipes = new Pipes();
  private final MessageBatches batches = new MessageBatches();
  private final boolean hasIpv6;
  private final ThreadFactory threads;
  private final LoopTransfer transfer;
  private final AtomicInteger turn = new AtomicInteger();

  /// Null while virtual threads run in the JDK's pool.
  private final @Nullable LoopScheduler scheduler;

  private final @Nullable LoopWatch watch;

  /// As the process was started.
  public EpollBackend() throws IOException {
    this(Scheduler.ofProcess());
  }

  /// One loop for two processors, at least one, at most four; where loops run virtual threads too,
  /// one for each, at most sixteen.
  public EpollBackend(Scheduler scheduler) throws IOException {
    this(
        scheduler == Scheduler.LOOP
            ? Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16)
            : Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4),
        scheduler);
  }

  /// As the process was started, with this many loops.
  public EpollBackend(int loopCount) throws IOException {
    this(loopCount, Scheduler.ofProcess());
  }

  /// @throws IOException when this is no Linux whose calls are known here, it refuses epoll, or
  ///   this JVM has no such scheduler
  public EpollBackend(int loopCount, Scheduler chosen) throws IOException {
    if (!Platform.isKnownLinux()) {
      throw new IOException(
          "no epoll on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }
    loops = new EpollLoop[loopCount];
    if (chosen == Scheduler.LOOP) {
      scheduler = new LoopScheduler(loops);
      threads = scheduler.threads();
      watch = new LoopWatch(loops);
    } else {
      scheduler = null;
      threads = Thread.ofVirtual().factory();
      watch = null;
    }
    transfer = new LoopTransfer(pipes, threads);
    for (int i = 0; i < loopCount; i++) {
      loops[i] = new EpollLoop("motet-loop-" + i, watch);
    }
    hasIpv6 = SocketCalls.hasIpv6();
    if (watch != null) {
      watch.start();
    }
  }

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public SocketConn connect(InetSocketAddress to, SocketConfig config) throws IOException {
    int family = SocketCalls.family(to.getAddress());
    int fd = dialledSocket(family, to, config);
    long result;
    boolean ready = false;
    try {
      new SocketOptions(fd, config).dialled();
      InetAddress from = family == SockAddr.AF_INET ? config.bind4() : config.bind6();
      if (from != null) {
        bindDialled(fd, family, from, to);
      }
      result = connect(fd, family, to);
      if (result < 0 && result != -Errno.EINPROGRESS) {
        throw Errno.dial("connect " + Destination.of(to), result);
      }
      ready = true;
    } finally {
      if (!ready) {
        SocketCalls.close(fd);
      }
    }
    Descriptor descriptor = next().register(fd);
    try {
      if (result != 0) {
        awaitConnected(descriptor, to, config);
      }
      return new FdConn(descriptor, localAddress(descriptor), to);
    } catch (IOException e) {
      descriptor.close(e, false);
      throw e;
    }
  }

  /// To an address of this machine the second try finds the connection made, and nobody has to
  /// wait.
  private static long connect(int fd, int family, InetSocketAddress to) {
    long result = SocketCalls.connect(fd, family, to);
    if (result != -Errno.EINPROGRESS) {
      return result;
    }
    long second = SocketCalls.connect(fd, family, to);
    return switch ((int) -second) {
      case Errno.EISCONN -> 0;
      case Errno.EALREADY -> -Errno.EINPROGRESS;
      default -> second;
    };
  }

  private static void bindDialled(int fd, int family, InetAddress from, InetSocketAddress to)
      throws IOException {
    try {
      SocketCalls.bind(fd, family, from, 0);
    } catch (IOException e) {
      throw new DialException(
          DialException.Reason.UNREACHABLE,
          "connect " + Destination.of(to) + ": " + e.getMessage(),
          e);
    }
  }

  private static void awaitConnected(
      Descriptor descriptor, InetSocketAddress to, SocketConfig config) throws IOException {
    if (!descriptor.parkWritable(config.connectTimeout().toNanos())) {
      throw new DialException(
          DialException.Reason.TIMEOUT,
          "connect " + Destination.of(to) + ": no answer within " + config.connectTimeout());
    }
    descriptor.enter();
    try {
      long error = SocketCalls.pendingError(descriptor.fd);
      if (error < 0) {
        throw Errno.dial("connect " + Destination.of(to), error);
      }
    } finally {
      descriptor.exit();
    }
  }

  @Override
  public ConnListener listen(InetSocketAddress at, SocketConfig config) throws IOException {
    int family = SocketCalls.family(at.getAddress());
    int fd = streamSocket(family, config);
    boolean ready = false;
    InetSocketAddress local;
    try {
      new SocketOptions(fd, config).listening(family);
      SocketCalls.bind(fd, family, at.getAddress(), at.getPort());
      long result = Kernel.call(Call.LISTEN, fd, BACKLOG);
      if (result < 0) {
        throw Errno.exception("listen " + at, result);
      }
      local = SocketCalls.localAddress(fd);
      ready = true;
    } finally {
      if (!ready) {
        SocketCalls.close(fd);
      }
    }
    return new FdListener(next().register(fd), local, this::inTurn);
  }

  @Override
  public SocketPacketConn bind(@Nullable InetSocketAddress at, SocketConfig config)
      throws IOException {
    InetSocketAddress address = at == null ? anyPort(config) : at;
    int family = SocketCalls.family(address.getAddress());
    int fd = NetworkNamespace.socket(config.netns(), family, SocketCalls.SOCK_DGRAM, 0);
    boolean ready = false;
    InetSocketAddress local;
    try {
      new SocketOptions(fd, config).datagram(family);
      SocketCalls.bind(fd, family, address.getAddress(), address.getPort());
      local = SocketCalls.localAddress(fd);
      ready = true;
    } finally {
      if (!ready) {
        SocketCalls.close(fd);
      }
    }
    return new FdPacketConn(next().registerDatagrams(fd), family, local, batches);
  }

  private InetSocketAddress anyPort(SocketConfig config) throws IOException {
    if (config.bind4() != null && config.bind6() == null) {
      return new InetSocketAddress(config.bind4(), 0);
    }
    InetAddress any =
        config.bind6() != null
            ? config.bind6()
            : InetAddress.getByAddress(new byte[hasIpv6 ? 16 : 4]);
    return new InetSocketAddress(any, 0);
  }

  private static InetSocketAddress localAddress(Descriptor descriptor) throws IOException {
    descriptor.enter();
    try {
      return SocketCalls.localAddress(descriptor.fd);
    } finally {
      descriptor.exit();
    }
  }

  private static int dialledSocket(int family, InetSocketAddress to, SocketConfig config)
      throws IOException {
    try {
      return streamSocket(family, config);
    } catch (UnsupportedSocketOptionException e) {
      throw e;
    } catch (IOException e) {
      throw new DialException(
          DialException.Reason.FAILED, "connect " + Destination.of(to) + ": " + e.getMessage(), e);
    }
  }

  private static int streamSocket(int family, SocketConfig config) throws IOException {
    int protocol = config.multipath() ? SocketCalls.IPPROTO_MPTCP : 0;
    try {
      return NetworkNamespace.socket(config.netns(), family, SocketCalls.SOCK_STREAM, protocol);
    } catch (UnsupportedSocketOptionException | OutOfDescriptorsException e) {
      throw e;
    } catch (IOException e) {
      if (config.multipath()) {
        throw new UnsupportedSocketOptionException(
            "tcp_multi_path", "is not supported by this kernel: " + e.getMessage());
      }
      throw e;
    }
  }

  @Override
  public Transfer transfer() {
    return transfer;
  }

  @Override
  public ThreadFactory threads() {
    return threads;
  }

  @Override
  public void close() {
    for (EpollLoop loop : loops) {
      loop.close();
    }
    if (watch != null) {
      watch.close();
    }
    pipes.close();
    batches.close();
  }

  /// Where a thread runs on a loop, its sockets are on that one.
  private EpollLoop next() {
    EpollLoop own = scheduler == null ? null : scheduler.current();
    return own == null ? inTurn() : own;
  }

  private EpollLoop inTurn() {
    return loops.length == 1
        ? loops[0]
        : loops[Math.floorMod(turn.getAndIncrement(), loops.length)];
  }
}
