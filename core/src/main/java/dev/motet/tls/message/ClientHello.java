package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.List;

/// The first message of a client (RFC 8446 4.1.2).
///
/// @param version `legacy_version`; what counts is in the extensions since TLS 1.3
/// @param random 32 bytes; not to be changed
/// @param sessionId 0 to 32 bytes; not to be changed
/// @param compressionMethods 0 is "none"
public record ClientHello(
    int version,
    byte[] random,
    byte[] sessionId,
    List<Integer> cipherSuites,
    List<Integer> compressionMethods,
    HelloExtensions extensions) {
  static final int TYPE = 1;

  private static final int RANDOM_BYTES = 32;
  private static final int MAX_SESSION_ID_BYTES = 32;

  // version (u16), random (32), session id (u8 length, at most 32), cipher suites (u16 length),
  // compression methods (u8 length), extensions (u16 length; may be absent before TLS 1.3)
  static ClientHello read(ByteReader in) throws ProtocolException {
    int version = in.u16();
    if (version >>> 8 != 3) {
      throw new ProtocolException("version " + version + " in a ClientHello");
    }
    byte[] random = in.bytes(RANDOM_BYTES);
    int sessionIdBytes = in.u8();
    if (sessionIdBytes > MAX_SESSION_ID_BYTES) {
      throw new ProtocolException(
          "session id of " + sessionIdBytes + " bytes (expected: at most 32)");
    }
    byte[] sessionId = in.bytes(sessionIdBytes);
    List<Integer> cipherSuites = Vectors.numbers(Vectors.u16(in));
    List<Integer> compressionMethods = Vectors.bytes(Vectors.u8(in));
    HelloExtensions extensions =
        in.remaining() == 0 ? HelloExtensions.NONE : HelloExtensions.read(in.sub(in.u16()));
    in.end();
    return new ClientHello(
        version, random, sessionId, cipherSuites, compressionMethods, extensions);
  }
}
