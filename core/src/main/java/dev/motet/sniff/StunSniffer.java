package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;

/// STUN, which TURN and WebRTC begin with: its magic cookie, and a length that fits (inventory
/// SN-9).
final class StunSniffer implements PacketSniffer {
  private static final long MAGIC_COOKIE = 0x2112_a442L;

  // RFC 8489 5: type (u16), length (u16), cookie (u32), transaction (12), attributes
  @Override
  public Sniffed recognise(ByteReader packet) throws ProtocolException {
    packet.skip(2);
    int length = packet.u16();
    if (packet.u32() != MAGIC_COOKIE) {
      throw new ProtocolException("not STUN");
    }
    packet.skip(12);
    packet.skip(length);
    return Sniffed.found(Sniffer.STUN);
  }
}
