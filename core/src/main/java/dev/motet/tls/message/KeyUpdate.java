package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;

/// The sender goes on with new keys (RFC 8446 4.6.3).
///
/// @param requested whether the other side is to do the same
public record KeyUpdate(boolean requested) {
  // update_requested (u8: 0 or 1)
  public static KeyUpdate read(ByteReader in) throws ProtocolException {
    int value = in.u8();
    in.end();
    if (value > 1) {
      throw new ProtocolException("KeyUpdate " + value + " (expected: 0 or 1)");
    }
    return new KeyUpdate(value == 1);
  }

  /// The complete message.
  public byte[] toBytes() {
    return Message.of(HandshakeType.KEY_UPDATE, new byte[] {(byte) (requested ? 1 : 0)});
  }
}
