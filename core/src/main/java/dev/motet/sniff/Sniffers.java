package dev.motet.sniff;

import dev.motet.option.Sniffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the names of the configuration stand for on streams and on packets, and which are used, in
/// which order, where none is named (inventory 12.5).
final class Sniffers {
  private static final List<Sniffer> STREAMS =
      List.of(Sniffer.TLS, Sniffer.HTTP, Sniffer.DNS, Sniffer.BITTORRENT, Sniffer.SSH, Sniffer.RDP);

  private static final List<Sniffer> PACKETS =
      List.of(
          Sniffer.DNS, Sniffer.QUIC, Sniffer.STUN, Sniffer.BITTORRENT, Sniffer.DTLS, Sniffer.NTP);

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
      case DNS -> new DnsSniffer.Stream();
      case BITTORRENT -> new BitTorrentSniffer.Stream();
      case SSH -> new SshSniffer();
      case RDP -> new RdpSniffer();
      case QUIC, STUN, DTLS, NTP -> null;
    };
  }

  /// Null for a protocol of streams.
  static @Nullable PacketSniffer packets(Sniffer name) {
    return switch (name) {
      case DNS -> new DnsSniffer();
      case QUIC -> new QuicSniffer();
      case STUN -> new StunSniffer();
      case BITTORRENT -> new BitTorrentSniffer();
      case DTLS -> new DtlsSniffer();
      case NTP -> new NtpSniffer();
      case TLS, HTTP, SSH, RDP -> null;
    };
  }
}
