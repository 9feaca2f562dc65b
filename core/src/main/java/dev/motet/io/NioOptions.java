package dev.motet.io;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/// Sets what a [SocketConfig] asks for, and refuses what the Java platform cannot set.
final class NioOptions {
  private static final String MISSING = "is not supported by the nio socket back end";

  private NioOptions() {}

  /// @throws UnsupportedSocketOptionException for the first field that no NIO channel can have
  static void check(SocketConfig config) throws IOException {
    require(config.bindInterface() == null, "bind_interface");
    require(config.mark() == 0, "routing_mark");
    require(config.netns() == null, "netns");
    require(config.protectPath() == null, "protect_path");
  }

  /// Also what only a TCP socket can have.
  static void checkStream(SocketConfig config) throws IOException {
    check(config);
    require(!config.fastOpen(), "tcp_fast_open");
    require(!config.multipath(), "tcp_multi_path");
  }

  static void beforeConnect(SocketChannel channel, SocketConfig config) throws IOException {
    reuse(channel, config);
  }

  static void beforeListen(ServerSocketChannel channel, SocketConfig config) throws IOException {
    // as Go: a restart finds its port free although old connections linger
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    reuse(channel, config);
  }

  /// For a socket that is connected or was accepted.
  static void stream(SocketChannel channel, SocketConfig config) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Duration idle = config.keepAliveIdle();
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, idle != null);
    if (idle != null) {
      set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds(idle), "tcp_keep_alive");
      set(
          channel,
          ExtendedSocketOptions.TCP_KEEPINTERVAL,
          seconds(config.keepAliveInterval()),
          "tcp_keep_alive_interval");
    }
  }

  static void datagram(DatagramChannel channel, SocketConfig config) throws IOException {
    reuse(channel, config);
    if (!Boolean.TRUE.equals(config.udpFragment())) {
      set(channel, ExtendedSocketOptions.IP_DONTFRAGMENT, true, "udp_fragment");
    }
  }

  private static void reuse(NetworkChannel channel, SocketConfig config) throws IOException {
    if (config.reuseAddr()) {
      set(channel, StandardSocketOptions.SO_REUSEADDR, true, "reuse_addr");
      set(channel, StandardSocketOptions.SO_REUSEPORT, true, "reuse_addr");
    }
  }

  private static <T> void set(NetworkChannel channel, SocketOption<T> option, T value, String key)
      throws IOException {
    require(channel.supportedOptions().contains(option), key);
    channel.setOption(option, value);
  }

  private static void require(boolean supported, String key) throws IOException {
    if (!supported) {
      throw new UnsupportedSocketOptionException(key, MISSING);
    }
  }

  /// The system counts whole seconds, at least one.
  private static int seconds(Duration duration) {
    return Math.clamp(duration.plusMillis(999).toSeconds(), 1, 32_767);
  }
}
