package dev.motet.dial;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a UDP association may be without traffic (inventory RF-11).
public final class UdpTimeouts {
  /// Where nothing says otherwise.
  public static final Duration DEFAULT = Duration.ofMinutes(5);

  private static final Duration QUESTION = Duration.ofSeconds(10);
  private static final Duration CONNECTION = Duration.ofSeconds(30);

  private UdpTimeouts() {}

  /// @param rule `udp_timeout` of the deciding rule
  /// @param protocol sniffed
  /// @param port of the destination
  /// @param inbound `udp_timeout` of the inbound
  public static Duration idle(
      @Nullable Duration rule, @Nullable String protocol, int port, @Nullable Duration inbound) {
    if (rule != null) {
      return rule;
    }
    Duration known = protocol == null ? byPort(port) : byProtocol(protocol);
    if (known != null) {
      return known;
    }
    return inbound == null ? DEFAULT : inbound;
  }

  private static @Nullable Duration byProtocol(String protocol) {
    return switch (protocol) {
      case "dns", "ntp", "stun" -> QUESTION;
      case "quic", "dtls" -> CONNECTION;
      default -> null;
    };
  }

  private static @Nullable Duration byPort(int port) {
    return switch (port) {
      case 53 -> byProtocol("dns");
      case 123 -> byProtocol("ntp");
      case 443 -> byProtocol("quic");
      case 3478 -> byProtocol("stun");
      default -> null;
    };
  }
}
