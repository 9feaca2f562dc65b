package dev.motet.tls.fingerprint;

import dev.motet.crypto.X25519;
import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import java.security.SecureRandom;

/// An `encrypted_client_hello` that nobody can open, and that cannot be told from a real one (RFC
/// 9849 6.2). A second hello repeats it unchanged.
///
/// @param privateKey of an X25519 pair, of which the public key is sent: random bytes would be no
///   point of the curve half of the time
record EchGreaseBody(int aead, int configId, byte[] privateKey, byte[] payload) {
  private static final int OUTER = 0;
  private static final int HKDF_SHA256 = 1;

  static EchGreaseBody draw(ShapeExtension.EchGrease shape, SecureRandom random) {
    int aead = shape.aeads().get(random.nextInt(shape.aeads().size()));
    int payloadBytes = shape.payloadBytes().get(random.nextInt(shape.payloadBytes().size()));
    byte[] privateKey = X25519.newPrivateKey(random);
    byte[] payload = new byte[payloadBytes];
    random.nextBytes(payload);
    return new EchGreaseBody(aead, random.nextInt(256), privateKey, payload);
  }

  // RFC 9849 5: type (u8: 0, outer), KDF (u16), AEAD (u16), config id (u8), enc (u16 length),
  // payload (u16 length)
  byte[] body() {
    byte[] enc = X25519.publicKey(privateKey);
    Buffer body = new Buffer(new byte[10 + enc.length + payload.length], 0, 0);
    new ByteWriter(body)
        .u8(OUTER)
        .u16(HKDF_SHA256)
        .u16(aead)
        .u8(configId)
        .u16(enc.length)
        .bytes(enc)
        .u16(payload.length)
        .bytes(payload);
    return body.array;
  }

  /// Never shows the key.
  @Override
  public String toString() {
    return "EchGreaseBody[" + payload.length + " bytes]";
  }
}
