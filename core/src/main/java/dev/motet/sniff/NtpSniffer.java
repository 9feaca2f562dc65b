package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;

/// NTP: the question of a client (inventory SN-11).
final class NtpSniffer implements PacketSniffer {
  private static final int CLIENT = 3;

  /// RFC 5905 7.3: seconds in 16.16; servers farther than that are of no use.
  private static final long MAX_DISTANCE = 16L << 16;

  // RFC 5905 7.3: leap (2 bits), version (3), mode (3), stratum (u8), poll (u8), precision (u8),
  // root delay (u32), root dispersion (u32), 36 bytes; possibly extensions
  @Override
  public Sniffed recognise(ByteReader packet) throws ProtocolException {
    int first = packet.u8();
    int version = first >> 3 & 7;
    packet.skip(3);
    long delay = packet.u32();
    long dispersion = packet.u32();
    packet.skip(36);
    boolean asks = (version == 3 || version == 4) && (first & 7) == CLIENT;
    if (!asks || delay > MAX_DISTANCE || dispersion > MAX_DISTANCE) {
      throw new ProtocolException("not a question of an NTP client");
    }
    return Sniffed.found(Sniffer.NTP);
  }
}
