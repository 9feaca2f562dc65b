package dev.motet.testkit;

import dev.motet.option.LegacyInboundOptions;
import dev.motet.option.ListenOptions;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Listen fields for tests.
public final class Listen {
  private Listen() {}

  /// Any free port of the IPv4 loopback.
  public static ListenOptions onLoopback() {
    return onLoopback(0);
  }

  /// This port of the IPv4 loopback.
  public static ListenOptions onLoopback(int port) {
    return on("127.0.0.1", port, null, LegacyInboundOptions.NONE);
  }

  /// Any free port of an address.
  ///
  /// @param detour tag of the inbound that gets the connections; null for none
  public static ListenOptions on(
      String address, @Nullable String detour, LegacyInboundOptions legacy) {
    return on(address, 0, detour, legacy);
  }

  private static ListenOptions on(
      String address, int port, @Nullable String detour, LegacyInboundOptions legacy) {
    return new ListenOptions(
        InetAddress.ofLiteral(address),
        port,
        null,
        0,
        false,
        null,
        Duration.ofMinutes(10),
        Duration.ofSeconds(75),
        false,
        false,
        null,
        null,
        detour,
        legacy);
  }
}
