package dev.motet.protocol.shadowtls;

import dev.motet.tls.handshake.HelloHook;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// How a ClientHello of version 3 shows that its sender knows the password: the last bytes of its
/// session id are a tag over all the rest of the message.
final class HelloProof {
  // session id (32): random (28), tag (4) over the message with its header of 4 bytes, without that
  // of the record, and with zeros where the tag stands
  private static final int SESSION_ID_BYTES = 32;
  private static final int TAG_AT =
      HelloHook.SESSION_ID_AT + SESSION_ID_BYTES - ShadowTlsMac.TAG_BYTES;
  private static final int LENGTH_AT = HelloHook.SESSION_ID_AT - 1;

  private HelloProof() {}

  /// Replaces the session id.
  ///
  /// @throws IllegalArgumentException when the message has none of 32 bytes
  static void seal(byte[] message, String password, SecureRandom random) {
    if (!hasRoom(message)) {
      throw new IllegalArgumentException("ClientHello without a session id of 32 bytes");
    }
    byte[] id = new byte[SESSION_ID_BYTES - ShadowTlsMac.TAG_BYTES];
    random.nextBytes(id);
    System.arraycopy(id, 0, message, HelloHook.SESSION_ID_AT, id.length);
    System.arraycopy(tag(message, password), 0, message, TAG_AT, ShadowTlsMac.TAG_BYTES);
  }

  static boolean isSealed(byte[] message, String password) {
    return hasRoom(message)
        && MessageDigest.isEqual(
            tag(message, password),
            Arrays.copyOfRange(message, TAG_AT, TAG_AT + ShadowTlsMac.TAG_BYTES));
  }

  private static boolean hasRoom(byte[] message) {
    return message.length >= TAG_AT + ShadowTlsMac.TAG_BYTES
        && message[LENGTH_AT] == SESSION_ID_BYTES;
  }

  private static byte[] tag(byte[] message, String password) {
    int behind = TAG_AT + ShadowTlsMac.TAG_BYTES;
    return new ShadowTlsMac(password)
        .update(message, 0, TAG_AT)
        .update(new byte[ShadowTlsMac.TAG_BYTES])
        .update(message, behind, message.length - behind)
        .tag();
  }
}
