package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.io.TruncatedException;

/// One protocol, recognised by the first bytes of a stream. Stateless, of any thread.
interface StreamSniffer {
  /// @throws TruncatedException when it cannot be told before more is there
  /// @throws ProtocolException when it is not this protocol
  Sniffed recognise(ByteReader seen) throws ProtocolException;

  /// Once it says yes or no, more bytes behind these change nothing.
  ///
  /// @param seen all bytes that came so far, at least one; may be read to the end
  default Sniffed sniff(ByteReader seen) {
    try {
      return recognise(seen);
    } catch (TruncatedException _) {
      return Sniffed.MORE;
    } catch (ProtocolException _) {
      return Sniffed.NO;
    }
  }
}
