package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;

/// DTLS 1.0 and 1.2: the header of a record (inventory SN-10).
final class DtlsSniffer implements PacketSniffer {
  private static final int DTLS_1_0 = 0xfeff;
  private static final int DTLS_1_2 = 0xfefd;

  // RFC 6347 4.1: type (u8), version (u16), epoch (u16), number (6), length (u16), fragment
  @Override
  public Sniffed recognise(ByteReader packet) throws ProtocolException {
    int type = packet.u8();
    int version = packet.u16();
    packet.skip(2 + 6 + 2);
    if (!isType(type) || (version != DTLS_1_0 && version != DTLS_1_2)) {
      throw new ProtocolException("not DTLS");
    }
    return Sniffed.found(Sniffer.DTLS);
  }

  private static boolean isType(int type) {
    return switch (type) {
      case 20, 21, 22, 23 -> true; // change cipher spec, alert, handshake, application data
      case 25 -> true; // RFC 9146: with a connection id
      default -> false;
    };
  }
}
