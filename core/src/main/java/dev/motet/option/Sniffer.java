package dev.motet.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A protocol that can be recognised from the first bytes of a session, as the field `sniffer`, the
/// condition `protocol` and logs name it (inventory 12.5).
public enum Sniffer {
  TLS,
  HTTP,
  QUIC,
  DNS,
  STUN,
  BITTORRENT,
  DTLS,
  SSH,
  RDP,
  NTP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException when there is none of that name
  public static Sniffer of(String name) {
    for (Sniffer sniffer : values()) {
      if (sniffer.toString().equals(name)) {
        return sniffer;
      }
    }
    throw new IllegalArgumentException(
        "no protocol \""
            + name
            + "\" that is recognised (known: "
            + Arrays.stream(values()).map(Sniffer::toString).collect(Collectors.joining(", "))
            + ")");
  }
}
