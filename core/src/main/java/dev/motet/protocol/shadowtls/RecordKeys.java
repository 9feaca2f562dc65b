package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/// What both ends of version 3 derive from the password and the random of the ServerHello.
///
/// @param random not to be changed
record RecordKeys(String password, byte[] random) {
  /// Over what the handshake server sends, XORed.
  ShadowTlsMac handshake() {
    return new ShadowTlsMac(password).update(random);
  }

  /// Over what the client sends afterwards.
  ShadowTlsMac client() {
    return handshake().update(new byte[] {'C'});
  }

  /// Over what the server sends afterwards.
  ShadowTlsMac server() {
    return handshake().update(new byte[] {'S'});
  }

  /// What the payload of each record of the handshake is XORed with, from its beginning, again and
  /// again.
  byte[] keyStream() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(password.getBytes(StandardCharsets.UTF_8));
      return sha.digest(random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static void xor(Buffer payload, byte[] keyStream) {
    for (int i = 0; i < payload.length(); i++) {
      payload.array[payload.from + i] ^= keyStream[i % keyStream.length];
    }
  }

  /// Never shows the password.
  @Override
  public String toString() {
    return "RecordKeys[***]";
  }
}
