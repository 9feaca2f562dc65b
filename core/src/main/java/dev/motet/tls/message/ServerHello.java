package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of a server to a ClientHello (RFC 8446 4.1.3), of TLS 1.2 too, and the
/// HelloRetryRequest, which has its form (RFC 8446 4.1.4). Arrays are not to be changed.
///
/// @param version `legacy_version`
/// @param random 32 bytes
/// @param sessionId 0 to 32 bytes
public record ServerHello(
    int version,
    byte[] random,
    byte[] sessionId,
    int cipherSuite,
    int compressionMethod,
    List<Extension> extensions) {
  /// Where the random stands in the message, header of 4 bytes included.
  public static final int RANDOM_AT = Message.HEADER_BYTES + 2;

  private static final int RANDOM_BYTES = 32;
  private static final int MAX_SESSION_ID_BYTES = 32;

  /// RFC 8446 4.1.3: SHA-256 of "HelloRetryRequest".
  private static final byte[] RETRY =
      java.util.HexFormat.of()
          .parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

  // version (u16), random (32), session id (u8 length), cipher suite (u16), compression method
  // (u8),
  // extensions (u16 length; may be absent before TLS 1.3)
  public static ServerHello read(ByteReader in) throws ProtocolException {
    int version = in.u16();
    byte[] random = in.bytes(RANDOM_BYTES);
    byte[] sessionId = Vectors.opaque8(in);
    if (sessionId.length > MAX_SESSION_ID_BYTES) {
      throw new ProtocolException(
          "session id of " + sessionId.length + " bytes (expected: at most 32)");
    }
    int suite = in.u16();
    int compression = in.u8();
    List<Extension> extensions = in.remaining() == 0 ? List.of() : Vectors.extensions(in);
    in.end();
    return new ServerHello(version, random, sessionId, suite, compression, extensions);
  }

  /// The random of a HelloRetryRequest.
  public static byte[] retryRandom() {
    return RETRY.clone();
  }

  public boolean isRetryRequest() {
    return Arrays.equals(random, RETRY);
  }

  /// The body of an extension; null where it is absent.
  public byte @Nullable [] extension(int type) {
    return Extension.find(extensions, type);
  }

  /// The version that counts: of supported_versions, else [#version()].
  public int selectedVersion() throws ProtocolException {
    byte[] body = extension(ExtensionType.SUPPORTED_VERSIONS);
    return body == null ? version : Extension.number(body);
  }

  /// The share of a ServerHello; null where it is absent.
  public @Nullable KeyShare keyShare() throws ProtocolException {
    byte[] body = extension(ExtensionType.KEY_SHARE);
    if (body == null) {
      return null;
    }
    ByteReader in = new ByteReader(body);
    KeyShare share = new KeyShare(in.u16(), Vectors.opaque16(in));
    in.end();
    return share;
  }

  /// The group that a HelloRetryRequest asks for; null where it asks for none.
  public @Nullable Integer retryGroup() throws ProtocolException {
    byte[] body = extension(ExtensionType.KEY_SHARE);
    return body == null ? null : Extension.number(body);
  }

  /// The cookie of a HelloRetryRequest; null where it has none.
  public byte @Nullable [] cookie() throws ProtocolException {
    byte[] body = extension(ExtensionType.COOKIE);
    if (body == null) {
      return null;
    }
    ByteReader in = new ByteReader(body);
    byte[] cookie = Vectors.opaque16(in);
    in.end();
    if (cookie.length == 0) {
      throw new ProtocolException("empty cookie");
    }
    return cookie;
  }

  /// The complete message.
  public byte[] toBytes() {
    return Message.of(
        HandshakeType.SERVER_HELLO,
        2 + RANDOM_BYTES + 1 + sessionId.length + 2 + 1 + Extension.bytes(extensions),
        out -> {
          out.u16(version).bytes(random).u8(sessionId.length).bytes(sessionId);
          out.u16(cipherSuite).u8(compressionMethod);
          Vectors.writeExtensions(out, extensions);
        });
  }
}
