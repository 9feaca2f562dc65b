package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.option.Sniffer;

/// RDP: a connection request that negotiates security and carries no cookie (inventory SN-7).
final class RdpSniffer implements StreamSniffer {
  private static final int TPKT_VERSION = 3;
  private static final int TPKT_BYTES = 19;
  private static final int X224_BYTES = 14;
  private static final int CONNECTION_REQUEST = 0xe0;
  private static final int NEGOTIATION_REQUEST = 1;
  private static final int NEGOTIATION_BYTES = 8;

  // TPKT (RFC 1006 6): version (u8: 3), reserved (u8: 0), length (u16: 19);
  // X.224 13.3: length (u8: 14), code (u8: CR), destination (u16), source (u16), class (u8);
  // MS-RDPBCGR 2.2.1.1.1: type (u8: 1), flags (u8), length (u8: 8; u16 little-endian), protocols
  @Override
  public Sniffed recognise(ByteReader seen) throws ProtocolException {
    require(seen.u8() == TPKT_VERSION);
    require(seen.u8() == 0);
    require(seen.u16() == TPKT_BYTES);
    require(seen.u8() == X224_BYTES);
    require(seen.u8() == CONNECTION_REQUEST);
    seen.skip(2 + 2 + 1);
    require(seen.u8() == NEGOTIATION_REQUEST);
    seen.skip(1);
    require(seen.u8() == NEGOTIATION_BYTES);
    return Sniffed.found(Sniffer.RDP);
  }

  private static void require(boolean met) throws ProtocolException {
    if (!met) {
      throw new ProtocolException("not an RDP connection request");
    }
  }
}
