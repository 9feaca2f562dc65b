package dev.motet.tls.record;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import org.jspecify.annotations.Nullable;

/// Joins the contents of handshake records and cuts them into messages (RFC 8446 5.1). Holds
/// nothing between messages. Of the reading thread.
final class MessageQueue {
  private static final int HEADER_BYTES = 4;

  private @Nullable Buffer held;

  boolean isEmpty() {
    return held == null;
  }

  /// Copies the content of a record.
  void add(byte[] array, int from, int length) {
    Buffer before = held;
    if (before == null || before.room() < length) {
      int there = before == null ? 0 : before.length();
      // doubled, so that a message in many small records is not copied for each
      int room = before == null ? length : Math.max(there + length, 2 * there);
      Buffer larger = new Buffer(new byte[room], 0, 0);
      if (before != null) {
        larger.append(before);
      }
      held = larger;
      before = larger;
    }
    before.append(array, from, length);
  }

  /// The next message with its header.
  ///
  /// @param maxBytes that it may have, without its header
  /// @return null while it is not complete
  byte @Nullable [] next(int maxBytes) throws AlertException {
    Buffer from = held;
    if (from == null || from.length() < HEADER_BYTES) {
      return null;
    }
    int length = length(from);
    if (length > maxBytes) {
      throw new AlertException(
          Alert.ILLEGAL_PARAMETER,
          "handshake message of " + length + " bytes (expected: at most " + maxBytes + ")");
    }
    if (from.length() < HEADER_BYTES + length) {
      return null;
    }
    byte[] message =
        java.util.Arrays.copyOfRange(from.array, from.from, from.from + HEADER_BYTES + length);
    from.skip(message.length);
    if (from.isEmpty()) {
      held = null;
    }
    return message;
  }

  // type (u8), length (u24)
  private static int length(Buffer from) throws AlertException {
    try {
      return new ByteReader(from.array, from.from + 1, from.from + HEADER_BYTES).u24();
    } catch (ProtocolException e) {
      throw AlertException.undecodable("handshake message", e);
    }
  }
}
