package dev.motet.option;

import dev.motet.json.Fields;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where and how an inbound or service listens (inventory SH-1 to SH-4).
///
/// @param listen 127.0.0.1 when absent
/// @param listenPort 0 for any free port
/// @param mark SO_MARK; 0 for none
/// @param tcpKeepAlive null when turned off
/// @param udpFragment null for the protocol's own default
/// @param udpTimeout of associations without traffic; null when absent (5 min, by protocol and
///   port)
/// @param detour tag of the inbound that gets the connections instead; null for none
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
    @Nullable String detour) {

  public InetSocketAddress address() {
    return new InetSocketAddress(listen, listenPort);
  }

  public static ListenOptions decode(Fields f) {
    throw new UnsupportedOperationException(f.path());
  }
}
