package dev.motet.protocol.shadowtls;

import dev.motet.io.ByteReader;
import dev.motet.io.Conn;
import dev.motet.io.Prefetch;
import dev.motet.io.ProtocolException;
import dev.motet.io.Timeouts;
import dev.motet.io.TruncatedException;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The ClientHello at the beginning of a connection, which was looked at only.
///
/// @param conn the connection with all of its bytes still to be read
/// @param message with its header of 4 bytes; null where it does not fill one record
/// @param serverName null for none
record FirstHello(Conn conn, byte @Nullable [] message, @Nullable String serverName) {
  private static final int HANDSHAKE_HEADER_BYTES = 4;

  /// Waits for it. A connection that is late, ends, or begins with something else is no error: the
  /// handshake server will know what to do with it.
  static FirstHello await(Conn conn, Duration limit, Timeouts clock) throws IOException {
    Prefetch first = new Prefetch(conn);
    long end = clock.nanoTime() + limit.toNanos();
    boolean more = true;
    while (more) {
      try {
        ClientHello hello = ClientHelloReader.read(first.seen());
        return new FirstHello(first.conn(), message(first.seen()), hello.extensions().serverName());
      } catch (TruncatedException _) {
        long left = end - clock.nanoTime();
        more = left > 0 && first.await(Duration.ofNanos(left));
      } catch (ProtocolException _) {
        more = false;
      }
    }
    return new FirstHello(first.conn(), null, null);
  }

  private static byte @Nullable [] message(ByteReader stream) throws ProtocolException {
    stream.skip(TlsRecords.HEADER_BYTES - 2);
    int length = stream.u16();
    if (length < HANDSHAKE_HEADER_BYTES) {
      return null;
    }
    byte[] fragment = stream.bytes(length);
    ByteReader header = new ByteReader(fragment);
    header.skip(1);
    return header.u24() == length - HANDSHAKE_HEADER_BYTES ? fragment : null;
  }
}
