package dev.motet.io;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a socket is set to before it connects, binds or listens (inventory SH-1, SH-5).
///
/// A back end that cannot set a given field throws an [UnsupportedSocketOptionException] that names
/// its JSON key; it never ignores one.
///
/// @param bindInterface interface name (SO_BINDTODEVICE)
/// @param bind4 local IPv4 address of a dialled socket
/// @param bind6 local IPv6 address of a dialled socket
/// @param mark SO_MARK; 0 for none
/// @param reuseAddr SO_REUSEADDR and SO_REUSEPORT as sing-box sets them
/// @param netns network namespace, by name under `/run/netns` or by path
/// @param keepAliveIdle time before the first probe; null turns keep-alive off
/// @param keepAliveInterval time between probes
/// @param connectTimeout limit for a TCP connect
/// @param fastOpen TCP fast open: a connect returns at once and the first write goes with the SYN
/// @param multipath MPTCP
/// @param udpFragment true lets UDP packets be fragmented; false and null set don't-fragment
/// @param protectPath unix socket of an Android VPN service that protects descriptors
public record SocketConfig(
    @Nullable String bindInterface,
    @Nullable Inet4Address bind4,
    @Nullable Inet6Address bind6,
    long mark,
    boolean reuseAddr,
    @Nullable String netns,
    @Nullable Duration keepAliveIdle,
    Duration keepAliveInterval,
    Duration connectTimeout,
    boolean fastOpen,
    boolean multipath,
    @Nullable Boolean udpFragment,
    @Nullable String protectPath) {

  /// sing-box's defaults: keep-alive after 10 min, each 75 s; connect within 5 s.
  public static final SocketConfig DEFAULT =
      new SocketConfig(
          null,
          null,
          null,
          0,
          false,
          null,
          Duration.ofMinutes(10),
          Duration.ofSeconds(75),
          Duration.ofSeconds(5),
          false,
          false,
          null,
          null);

  public SocketConfig withUdpFragment(boolean allowed) {
    return with(bindInterface, mark, allowed);
  }

  public SocketConfig withBindInterface(String other) {
    return with(other, mark, udpFragment);
  }

  public SocketConfig withMark(long other) {
    return with(bindInterface, other, udpFragment);
  }

  private SocketConfig with(
      @Nullable String bindInterface, long mark, @Nullable Boolean udpFragment) {
    return new SocketConfig(
        bindInterface,
        bind4,
        bind6,
        mark,
        reuseAddr,
        netns,
        keepAliveIdle,
        keepAliveInterval,
        connectTimeout,
        fastOpen,
        multipath,
        udpFragment,
        protectPath);
  }
}
