package dev.motet.testkit;

import dev.motet.option.ListenOptions;
import java.net.InetAddress;
import java.time.Duration;

/// Listen fields for tests.
public final class Listen {
  private Listen() {}

  /// Any free port of the IPv4 loopback.
  public static ListenOptions onLoopback() {
    return new ListenOptions(
        InetAddress.ofLiteral("127.0.0.1"),
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
        null);
  }
}
