package dev.motet.tls.ech;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.Message;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `encrypted_client_hello` of an outer hello (RFC 9849 5), and where in the message its payload
/// stands. Arrays are not to be changed.
///
/// @param enc empty in the hello after a HelloRetryRequest
/// @param payload the inner hello, sealed
/// @param payloadAt in the message, header of 4 bytes included
record OuterExtension(
    EchConfig.Suite suite, int configId, byte[] enc, byte[] payload, int payloadAt) {
  /// Body of the extension in an inner hello.
  static final byte[] INNER = {1};

  private static final int OUTER_TYPE = 0;
  private static final int RANDOM_BYTES = 32;

  /// The extension of a ClientHello.
  ///
  /// @return null for a hello without one
  /// @throws AlertException also for one of another type: an inner hello never comes from a network
  static @Nullable OuterExtension find(byte[] message) throws AlertException {
    try {
      ByteReader extensions = extensions(message);
      while (extensions.remaining() > 0) {
        int type = extensions.u16();
        ByteReader body = extensions.sub(extensions.u16());
        if (type == ExtensionType.ENCRYPTED_CLIENT_HELLO) {
          return read(body);
        }
      }
      return null;
    } catch (AlertException e) {
      throw e;
    } catch (ProtocolException e) {
      throw AlertException.undecodable("encrypted_client_hello", e);
    }
  }

  /// The extensions of a ClientHello: each type (u16), body (u16 length).
  static ByteReader extensions(byte[] message) throws ProtocolException {
    ByteReader in = Message.body(message);
    in.skip(2 + RANDOM_BYTES);
    in.skip(in.u8()); // session id
    in.skip(in.u16()); // cipher suites
    in.skip(in.u8()); // compression methods
    return in.remaining() == 0 ? in : in.sub(in.u16());
  }

  // type (u8: 0), KDF (u16), AEAD (u16), config id (u8), enc (u16 length), payload (u16 length)
  private static OuterExtension read(ByteReader in) throws ProtocolException {
    int type = in.u8();
    // RFC 9849 7: neither an inner hello nor an unknown type may come from a client
    if (type != OUTER_TYPE) {
      throw new AlertException(
          Alert.ILLEGAL_PARAMETER, "ECH of type " + type + " (expected: 0, outer)");
    }
    EchConfig.Suite suite = new EchConfig.Suite(in.u16(), in.u16());
    int configId = in.u8();
    byte[] enc = in.bytes(in.u16());
    int length = in.u16();
    int payloadAt = in.position();
    byte[] payload = in.bytes(length);
    in.end();
    if (payload.length == 0) {
      throw new ProtocolException("empty payload");
    }
    return new OuterExtension(suite, configId, enc, payload, payloadAt);
  }

  /// The body with a payload of zeros.
  static byte[] body(EchConfig.Suite suite, int configId, byte[] enc, int payloadBytes) {
    Buffer body = new Buffer(new byte[10 + enc.length + payloadBytes], 0, 0);
    new ByteWriter(body)
        .u8(OUTER_TYPE)
        .u16(suite.kdf())
        .u16(suite.aead())
        .u8(configId)
        .u16(enc.length)
        .bytes(enc)
        .u16(payloadBytes);
    return body.array;
  }

  /// RFC 9849 5.2: the message without its header, zeros in the place of the payload.
  byte[] aad(byte[] message) {
    byte[] aad = Arrays.copyOfRange(message, Message.HEADER_BYTES, message.length);
    int from = payloadAt - Message.HEADER_BYTES;
    Arrays.fill(aad, from, from + payload.length, (byte) 0);
    return aad;
  }
}
