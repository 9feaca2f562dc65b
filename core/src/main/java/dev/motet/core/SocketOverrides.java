package dev.motet.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a rule changes about the sockets of one request (route-options).
///
/// @param udpConnect a UDP socket connected to the destination
/// @param udpDisableDomainUnmapping replies carry the real address instead of the asked name
/// @param networkStrategy as the dial field of that name; null leaves the outbound's own
/// @param fallbackDelay of that strategy; null leaves the outbound's own
public record SocketOverrides(
    boolean udpConnect,
    boolean udpDisableDomainUnmapping,
    @Nullable String networkStrategy,
    @Nullable Duration fallbackDelay) {
  public static final SocketOverrides NONE = new SocketOverrides(false, false, null, null);
}
