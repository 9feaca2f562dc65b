package dev.motet.option;

import dev.motet.io.SocketConfig;
import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where and how an inbound or service listens (inventory SH-1 to SH-4).
///
/// @param listen 127.0.0.1 when absent
/// @param listenPort 0 for any free port
/// @param mark SO_MARK; 0 for none
/// @param tcpKeepAlive null when turned off
/// @param udpFragment as in [SocketConfig]; null when absent
/// @param udpTimeout of associations without traffic; null when absent (5 min, by protocol and
///   port)
/// @param detour tag of the inbound that gets the connections instead; null for none
/// @param legacy what happens before all rules
public record ListenOptions(
    InetAddress listen,
    int listenPort,
    @Nullable String bindInterface,
    long mark,
    boolean reuseAddr,
    @Nullable String netns,
    @Nullable Duration tcpKeepAlive,
    Duration tcpKeepAliveInterval,
    boolean tcpFastOpen,
    boolean tcpMultiPath,
    @Nullable Boolean udpFragment,
    @Nullable Duration udpTimeout,
    @Nullable String detour,
    LegacyInboundOptions legacy) {

  public InetSocketAddress address() {
    return new InetSocketAddress(listen, listenPort);
  }

  public static ListenOptions decode(Fields f) {
    return decodeWith(f, null);
  }

  /// @param udpFragment of the protocol, where the field is absent
  public static ListenOptions decodeWith(Fields f, @Nullable Boolean udpFragment) {
    InetAddress listen = f.parsed("listen", Addresses.IP, Addresses::ip);
    Duration udpTimeout = f.durationOrSeconds("udp_timeout", Duration.ZERO);
    refuseRemoved(f);
    return new ListenOptions(
        listen == null ? InetAddress.ofLiteral("127.0.0.1") : listen,
        f.port("listen_port"),
        Texts.nonEmpty(f, "bind_interface"),
        f.mark("routing_mark"),
        f.bool("reuse_addr", false),
        Texts.nonEmpty(f, "netns"),
        keepAlive(f.duration("tcp_keep_alive", Duration.ZERO)),
        Texts.positive(
            f.duration("tcp_keep_alive_interval", Duration.ZERO),
            SocketConfig.DEFAULT.keepAliveInterval()),
        f.bool("tcp_fast_open", false),
        f.bool("tcp_multi_path", false),
        Texts.orElse(f.optionalBool("udp_fragment"), udpFragment),
        udpTimeout.isPositive() ? udpTimeout : null,
        f.reference("detour", Reference.Kind.INBOUND, false),
        LegacyInboundOptions.decode(f));
  }

  /// Negative turns it off, zero is the default.
  private static @Nullable Duration keepAlive(Duration idle) {
    return idle.isNegative() ? null : idle.isZero() ? SocketConfig.DEFAULT.keepAliveIdle() : idle;
  }

  private static void refuseRemoved(Fields f) {
    for (String name : List.of("proxy_protocol", "proxy_protocol_accept_no_header")) {
      if (f.bool(name, false)) {
        f.invalid(name, "Proxy Protocol is deprecated and removed in sing-box 1.6.0");
      }
    }
  }

  /// What every listening socket is set to.
  public SocketConfig toSocketConfig() {
    return new SocketConfig(
        bindInterface,
        null,
        null,
        mark,
        reuseAddr,
        netns,
        tcpKeepAlive,
        tcpKeepAliveInterval,
        SocketConfig.DEFAULT.connectTimeout(),
        tcpFastOpen,
        tcpMultiPath,
        udpFragment,
        null);
  }
}
