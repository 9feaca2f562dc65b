package dev.motet.os;

import dev.motet.io.IpPrefix;
import dev.motet.io.NetworkMonitor;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches Linux through route netlink: a platform thread (`motet-routes`) waits for notifications
/// of links, addresses and routes; a second after one the routes are read anew.
public final class RouteMonitor implements NetworkMonitor {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int NETLINK_ROUTE = 0;

  /// RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV4_ROUTE, RTMGRP_IPV6_IFADDR, RTMGRP_IPV6_ROUTE.
  private static final int GROUPS = 1 | 0x10 | 0x40 | 0x100 | 0x400;

  private static final int POLLIN = 1;

  /// Notifications were lost.
  private static final int ENOBUFS = 105;

  private static final int CLOEXEC = 0x8_0000;

  /// Changes come in swarms: several interfaces, several addresses.
  static final Duration QUIET = Duration.ofSeconds(1);

  private record Subnet(IpPrefix prefix, String name) {}

  private record View(@Nullable String defaultInterface, List<Subnet> subnets) {}

  private final Logger log = LoggerFactory.getLogger("network");
  private final Timeouts timeouts;
  private final Runnable changed;
  private final int notifications;
  private final int wakeUp;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile View view;
  private volatile boolean closed;

  /// Whether this machine has route netlink, as far as is known here.
  public static boolean isSupported() {
    return Platform.isKnownLinux();
  }

  /// @param changed runs on the timer thread after the default interface or an address changed: it
  ///   must not block
  /// @throws IOException when the kernel does not let itself be asked
  public RouteMonitor(Timeouts timeouts, Runnable changed) throws IOException {
    this.timeouts = timeouts;
    this.changed = changed;
    this.view = look();
    this.notifications = netlink(GROUPS);
    long event = Kernel.call(Call.EVENTFD2, 0, CLOEXEC);
    if (event < 0) {
      SocketCalls.close(notifications);
      throw Errno.exception("eventfd2", event);
    }
    this.wakeUp = (int) event;
    Thread.ofPlatform().daemon().name("motet-routes").start(this::watch);
  }

  @Override
  public @Nullable String defaultInterface() {
    return view.defaultInterface;
  }

  @Override
  public @Nullable String interfaceOf(InetAddress destination) {
    for (Subnet subnet : view.subnets) {
      if (subnet.prefix.contains(destination)) {
        return subnet.name;
      }
    }
    return null;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Kernel.call(Call.WRITE, wakeUp, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, 0, 8, 0);
  }

  private void watch() {
    byte[] bytes = new byte[32 << 10];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(4, 4);
      // struct pollfd: fd (i32), events (i16), revents (i16)
      MemorySegment both = arena.allocate(16, 8);
      both.set(ValueLayout.JAVA_INT, 0, notifications);
      both.set(ValueLayout.JAVA_SHORT, 4, (short) POLLIN);
      both.set(ValueLayout.JAVA_INT, 8, wakeUp);
      both.set(ValueLayout.JAVA_SHORT, 12, (short) POLLIN);
      while (!closed) {
        Kernel.waiting(errno, Call.PPOLL, both.address(), 2, 0, 0);
        boolean news = false;
        long length;
        do {
          length = Kernel.call(Call.RECVFROM, notifications, bytes, 0, bytes.length, 0);
          news |= length > 0 || length == -ENOBUFS;
        } while (length > 0);
        if (news && !closed && scheduled.compareAndSet(false, true)) {
          Timeouts.Timeout _ = timeouts.after(QUIET, this::lookAgain);
        }
      }
    } finally {
      SocketCalls.close(notifications);
      SocketCalls.close(wakeUp);
    }
  }

  private void lookAgain() {
    scheduled.set(false);
    if (closed) {
      return;
    }
    try {
      View now = look();
      View before = view;
      view = now;
      if (!now.equals(before)) {
        log.info(
            "network changed, default interface {}",
            now.defaultInterface == null ? "none" : now.defaultInterface);
        changed.run();
      }
    } catch (IOException e) {
      log.error("read routes: {}", e.getMessage());
    }
  }

  /// None of its calls waits: the kernel has the answer ready.
  private static View look() throws IOException {
    List<DefaultRoute> routes = new ArrayList<>();
    int socket = netlink(0);
    try {
      byte[] request = DefaultRoute.request(1);
      long sent = Kernel.call(Call.SENDTO, socket, request, 0, request.length, 0);
      if (sent < 0) {
        throw Errno.exception("sendto netlink", sent);
      }
      byte[] bytes = new byte[64 << 10];
      boolean complete = false;
      while (!complete) {
        long length = Kernel.call(Call.RECVFROM, socket, bytes, 0, bytes.length, 0);
        if (length < 0) {
          throw Errno.exception("recvfrom netlink", length);
        }
        complete = DefaultRoute.read(bytes, (int) length, routes);
      }
    } finally {
      SocketCalls.close(socket);
    }
    // IPv4 first: a machine with both has its names resolved for both
    DefaultRoute best =
        routes.stream()
            .min(Comparator.comparing(DefaultRoute::ipv6).thenComparing(DefaultRoute::metric))
            .orElse(null);
    NetworkInterface way = best == null ? null : NetworkInterface.getByIndex(best.index());
    return new View(way == null ? null : way.getName(), subnets());
  }

  private static List<Subnet> subnets() throws IOException {
    List<Subnet> subnets = new ArrayList<>();
    for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress at : one.getInterfaceAddresses()) {
        subnets.add(
            new Subnet(new IpPrefix(at.getAddress(), at.getNetworkPrefixLength()), one.getName()));
      }
    }
    return subnets;
  }

  private static int netlink(int groups) throws IOException {
    int socket = SocketCalls.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    try (Arena arena = Arena.ofConfined()) {
      // struct sockaddr_nl: family (u16), pad (u16), port (u32), groups (u32)
      MemorySegment address = arena.allocate(12, 4);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
      address.set(ValueLayout.JAVA_INT, 8, groups);
      long result = Kernel.call(Call.BIND, socket, address.address(), 12, 0);
      if (result < 0) {
        SocketCalls.close(socket);
        throw Errno.exception("bind netlink", result);
      }
    }
    return socket;
  }
}
