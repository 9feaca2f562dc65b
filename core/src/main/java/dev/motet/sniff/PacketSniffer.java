package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;

/// One protocol, recognised by the first packets of an association. One instance for each
/// association, which gets its packets in order, the next one only after it said that it needs
/// more.
interface PacketSniffer {
  /// @throws ProtocolException when it is not this protocol
  Sniffed recognise(ByteReader packet) throws ProtocolException;

  /// @param packet the payload of one datagram; may be read to the end
  default Sniffed sniff(ByteReader packet) {
    try {
      return recognise(packet);
    } catch (ProtocolException _) {
      return Sniffed.NO;
    }
  }
}
