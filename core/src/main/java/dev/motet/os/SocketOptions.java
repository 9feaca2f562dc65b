package dev.motet.os;

import static dev.motet.os.SocketCalls.SOL_SOCKET;

import dev.motet.io.SocketConfig;
import dev.motet.io.UnsupportedSocketOptionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Sets what a [SocketConfig] asks for, as Linux calls it. What cannot be set is an error that
/// names the JSON key.
final class SocketOptions {
  private static final int SO_REUSEADDR = 2;
  private static final int SO_KEEPALIVE = 9;
  private static final int SO_REUSEPORT = 15;
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_MARK = 36;
  private static final int IPPROTO_IP = 0;
  private static final int IP_MTU_DISCOVER = 10;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_MTU_DISCOVER = 23;
  private static final int PMTUDISC_DO = 2;
  private static final int TCP_NODELAY = 1;
  private static final int TCP_KEEPIDLE = 4;
  private static final int TCP_KEEPINTVL = 5;
  private static final int TCP_FASTOPEN = 23;
  private static final int TCP_FASTOPEN_CONNECT = 30;
  private static final int FASTOPEN_QUEUE = 4096;

  private final int fd;
  private final SocketConfig config;

  SocketOptions(int fd, SocketConfig config) {
    this.fd = fd;
    this.config = config;
  }

  /// For a socket that connects.
  void dialled() throws IOException {
    common();
    if (config.reuseAddr()) {
      reuse();
    }
    stream();
    if (config.fastOpen()) {
      set("tcp_fast_open", SocketCalls.IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1);
    }
  }

  /// For a socket that listens; accepted ones inherit keep-alive and no-delay.
  void listening(int family) throws IOException {
    common();
    dualStack(family);
    set("listen", SOL_SOCKET, SO_REUSEADDR, 1);
    if (config.reuseAddr()) {
      reuse();
    }
    stream();
    if (config.fastOpen()) {
      set("tcp_fast_open", SocketCalls.IPPROTO_TCP, TCP_FASTOPEN, FASTOPEN_QUEUE);
    }
  }

  /// For a UDP socket.
  void datagram(int family) throws IOException {
    common();
    dualStack(family);
    if (config.reuseAddr()) {
      reuse();
    }
    if (!Boolean.TRUE.equals(config.udpFragment())) {
      set("udp_fragment", IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO);
      if (family == SockAddr.AF_INET6) {
        set("udp_fragment", IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DO);
      }
    }
  }

  private void common() throws IOException {
    if (config.protectPath() != null) {
      throw new UnsupportedSocketOptionException("protect_path", "is only supported on Android");
    }
    String device = config.bindInterface();
    if (device != null) {
      check(
          "bind_interface",
          SocketCalls.setOption(
              fd, SOL_SOCKET, SO_BINDTODEVICE, device.getBytes(StandardCharsets.UTF_8)));
    }
    if (config.mark() != 0) {
      set("routing_mark", SOL_SOCKET, SO_MARK, (int) config.mark());
    }
  }

  private void stream() throws IOException {
    set("server", SocketCalls.IPPROTO_TCP, TCP_NODELAY, 1);
    Duration idle = config.keepAliveIdle();
    if (idle != null) {
      set("tcp_keep_alive", SOL_SOCKET, SO_KEEPALIVE, 1);
      set("tcp_keep_alive", SocketCalls.IPPROTO_TCP, TCP_KEEPIDLE, seconds(idle));
      set(
          "tcp_keep_alive_interval",
          SocketCalls.IPPROTO_TCP,
          TCP_KEEPINTVL,
          seconds(config.keepAliveInterval()));
    }
  }

  /// The kernel takes 1 to 32767 seconds.
  private static int seconds(Duration duration) {
    return Math.clamp(duration.plusMillis(999).toSeconds(), 1, 32_767);
  }

  private void reuse() throws IOException {
    set("reuse_addr", SOL_SOCKET, SO_REUSEADDR, 1);
    set("reuse_addr", SOL_SOCKET, SO_REUSEPORT, 1);
  }

  private void dualStack(int family) throws IOException {
    if (family == SockAddr.AF_INET6) {
      set("listen", IPPROTO_IPV6, IPV6_V6ONLY, 0);
    }
  }

  private void set(String key, int level, int name, int value) throws IOException {
    check(key, SocketCalls.setOption(fd, level, name, value));
  }

  private static void check(String key, long result) throws IOException {
    if (result == -Errno.EPERM) {
      throw new UnsupportedSocketOptionException(
          key, "needs " + (key.equals("bind_interface") ? "CAP_NET_RAW" : "CAP_NET_ADMIN"));
    }
    if (result == -Errno.ENOPROTOOPT || result == -Errno.EPROTONOSUPPORT) {
      throw new UnsupportedSocketOptionException(key, "is not supported by this kernel");
    }
    if (result < 0) {
      throw new UnsupportedSocketOptionException(
          key, "cannot be set: " + Errno.text((int) -result));
    }
  }
}
