package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;

/// BitTorrent: the handshake of peers in a stream (inventory SN-4); in packets uTP, the transport
/// of peers, and the first request to a tracker (SN-5).
final class BitTorrentSniffer implements PacketSniffer {
  private static final String PROTOCOL = "\u0013BitTorrent protocol";

  /// BEP 15: what a client puts where later the connection's number stands.
  private static final long TRACKER_MAGIC = 0x417_2710_1980L;

  private static final int CONNECT = 0;

  private static final int UTP_HEADER_BYTES = 20;
  private static final int UTP_VERSION = 1;

  /// ST_DATA 0, ST_FIN 1, ST_STATE 2, ST_RESET 3, ST_SYN 4
  private static final int MAX_UTP_TYPE = 4;

  private static final int MAX_UTP_EXTENSION = 4;

  private static final int WIREGUARD_INITIATION_BYTES = 148;

  /// In streams: "BitTorrent protocol" behind its length (BEP 3).
  static final class Stream implements StreamSniffer {
    @Override
    public Sniffed recognise(ByteReader seen) throws ProtocolException {
      for (int i = 0; i < PROTOCOL.length(); i++) {
        require(seen.u8() == PROTOCOL.charAt(i));
      }
      return Sniffed.found(Sniffer.BITTORRENT);
    }
  }

  @Override
  public Sniffed recognise(ByteReader packet) throws ProtocolException {
    int bytes = packet.remaining();
    long first = packet.u64();
    long action = packet.u32();
    packet.skip(4);
    if (first != TRACKER_MAGIC || action != CONNECT) {
      // WireGuard's first message, its type behind reserved zeros, would pass for uTP
      require(first >>> 32 != 0x0100_0000 || bytes != WIREGUARD_INITIATION_BYTES);
      packet.skip(UTP_HEADER_BYTES - 16);
      utp((int) (first >>> 56), (int) (first >>> 48) & 0xff, packet);
    }
    return Sniffed.found(Sniffer.BITTORRENT);
  }

  // BEP 29: type (4 bits), version (4 bits), extension (u8), 18 bytes; then for each extension:
  // the number of the next one (u8), data (u8 length); 0 ends them
  private static void utp(int typeAndVersion, int firstExtension, ByteReader extensions)
      throws ProtocolException {
    require(typeAndVersion >>> 4 <= MAX_UTP_TYPE && (typeAndVersion & 0xf) == UTP_VERSION);
    int extension = firstExtension;
    while (extension != 0) {
      require(extension <= MAX_UTP_EXTENSION);
      extension = extensions.u8();
      extensions.skip(extensions.u8());
    }
  }

  private static void require(boolean met) throws ProtocolException {
    if (!met) {
      throw new ProtocolException("not BitTorrent");
    }
  }
}
