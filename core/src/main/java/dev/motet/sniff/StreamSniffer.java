package dev.motet.sniff;

import dev.motet.io.ByteReader;

/// One protocol, recognised by the first bytes of a stream. Stateless, of any thread.
interface StreamSniffer {
  /// @param seen all bytes that came so far, at least one; the sniffer may read it to the end
  Sniffed sniff(ByteReader seen);
}
