package dev.motet.sniff;

import dev.motet.option.Sniffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the names of the configuration stand for on streams and on packets, and which are used, in
/// which order, where none is named (inventory 12.5).
final class Sniffers {
  private static final List<Sniffer> STREAMS = List.of(Sniffer.TLS, Sniffer.HTTP);

  private static final List<Sniffer> PACKETS = List.of();

  private Sniffers() {}

  static List<Sniffer> onStreams(List<Sniffer> named) {
    return named.isEmpty() ? STREAMS : named;
  }

  static List<Sniffer> onPackets(List<Sniffer> named) {
    return named.isEmpty() ? PACKETS : named;
  }

  /// Null for a protocol of packets.
  static @Nullable StreamSniffer stream(Sniffer name) {
    return switch (name) {
      case TLS -> new TlsSniffer();
      case HTTP -> new HttpSniffer();
      case DNS, BITTORRENT, SSH, RDP, QUIC, STUN, DTLS, NTP -> null;
    };
  }

  /// Null for a protocol of streams.
  static @Nullable PacketSniffer packets(Sniffer name) {
    return switch (name) {
      case DNS, QUIC, STUN, BITTORRENT, DTLS, NTP, TLS, HTTP, SSH, RDP -> null;
    };
  }
}
