package dev.motet.sniff;

import dev.motet.io.ByteReader;

/// One protocol, recognised by the first packets of an association. One instance for each
/// association, which gets its packets in order, the next one only after it said that it needs
/// more.
interface PacketSniffer {
  /// @param packet the payload of one datagram; the sniffer may read it to the end
  Sniffed sniff(ByteReader packet);
}
