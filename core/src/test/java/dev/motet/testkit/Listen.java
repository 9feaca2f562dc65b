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
    return on("127.0.0.1", null, LegacyInboundOptions.NONE);
  }

  /// Any free port of an address.
  ///
  /// @param detour tag of the inbound that gets the connections; null for none
  public static ListenOptions on(
      String address, @Nullable String detour, LegacyInboundOptions legacy) {
    return new ListenOptions(
        InetAddress.ofLiteral(address),
        0,
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
