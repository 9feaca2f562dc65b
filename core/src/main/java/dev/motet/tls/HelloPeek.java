package dev.motet.tls;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.ByteReader;
import dev.motet.io.Conn;
import dev.motet.io.ProtocolException;
import dev.motet.io.TruncatedException;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The ClientHello at the start of a stream, looked at before anybody answers.
///
/// @param hello null where what came is none, or none within [#MAX_BYTES]
/// @param bytes all that was read, which whoever answers reads first
record HelloPeek(@Nullable ClientHello hello, Buffer bytes) {
  /// Ten times what the longest hellos have; longer ones are for the engine, which judges them.
  static final int MAX_BYTES = 20_000;

  private static final int HEADER_BYTES = 5;
  private static final int HANDSHAKE = 22;

  /// Reads from `below` until the hello is complete, or cannot become one.
  static HelloPeek read(Conn below, Buffers buffers) throws IOException {
    if (below.reportsReadiness()) {
      boolean _ = below.awaitReadable(-1);
    }
    Buffer small = buffers.takeSmall();
    try {
      Buffer held = small;
      int complete = 0;
      while (held.length() < MAX_BYTES && below.read(held) >= 0) {
        int end = completeRecords(held, complete);
        if (end < 0) {
          break;
        }
        if (end > complete) {
          complete = end;
          ByteReader records = new ByteReader(held.array, held.from, held.from + complete);
          try {
            return new HelloPeek(ClientHelloReader.read(records), Buffer.copyOf(held.toBytes()));
          } catch (TruncatedException _) {
            // its next record has to come
          } catch (ProtocolException _) {
            break; // the engine says what is wrong with it
          }
        }
        if (held.readable() == 0) {
          Buffer larger = Buffer.allocate(MAX_BYTES);
          larger.append(held);
          held = larger;
        }
      }
      return new HelloPeek(null, Buffer.copyOf(held.toBytes()));
    } finally {
      buffers.give(small);
    }
  }

  /// Bytes in front that complete records have, of which `known` are known to.
  ///
  /// @return negative where a record of a handshake should begin and does not
  private static int completeRecords(Buffer held, int known) throws ProtocolException {
    int end = known;
    while (end < held.length()) {
      ByteReader record = new ByteReader(held.array, held.from + end, held.to);
      if (record.u8() != HANDSHAKE) {
        return -1;
      }
      if (record.remaining() < HEADER_BYTES - 1) {
        return end;
      }
      record.skip(2);
      int length = record.u16();
      if (record.remaining() < length) {
        return end;
      }
      end += HEADER_BYTES + length;
    }
    return end;
  }
}
