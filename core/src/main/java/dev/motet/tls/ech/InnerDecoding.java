package dev.motet.tls.ech;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.fingerprint.Grease;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.ProtocolVersion;
import java.util.Arrays;

/// Makes an inner hello out of what a client sealed and the outer hello (RFC 9849 5.1), in one pass
/// over both.
final class InnerDecoding {
  private static final int RANDOM_BYTES = 32;

  private InnerDecoding() {}

  /// @param encoded `EncodedClientHelloInner`
  /// @param outer the message that it came in
  /// @return the inner hello, with its header of 4 bytes
  static byte[] decode(byte[] encoded, byte[] outer) throws AlertException {
    try {
      byte[] message = message(new ByteReader(encoded), outer);
      check(ClientHelloReader.readMessage(new ByteReader(message)));
      return message;
    } catch (AlertException e) {
      throw e;
    } catch (ProtocolException e) {
      throw AlertException.undecodable("inner hello", e);
    }
  }

  // version (u16), random (32), session id (u8: 0), cipher suites (u16 length), compression methods
  // (u8 length), extensions (u16 length), zeros
  private static byte[] message(ByteReader in, byte[] outer) throws ProtocolException {
    ByteWriter out = new ByteWriter(new Buffer(new byte[in.remaining() + outer.length], 0, 0));
    out.bytes(in.bytes(2 + RANDOM_BYTES));
    // RFC 9849 5.1: the session id is that of the outer hello
    if (in.u8() != 0) {
      throw illegal("encoded inner hello with a session id");
    }
    byte[] sessionId = sessionId(outer);
    out.u8(sessionId.length).bytes(sessionId);
    byte[] suites = in.bytes(in.u16());
    out.u16(suites.length).bytes(suites);
    byte[] methods = in.bytes(in.u8());
    out.u8(methods.length).bytes(methods);
    Buffer extensions = extensions(in.sub(in.u16()), outer);
    out.u16(extensions.length()).buffer().append(extensions);
    // RFC 9849 5.1: what follows is padding
    while (in.remaining() > 0) {
      if (in.u8() != 0) {
        throw illegal("padding that is not zero behind an inner hello");
      }
    }
    return Message.of(HandshakeType.CLIENT_HELLO, out.buffer().toBytes());
  }

  private static Buffer extensions(ByteReader in, byte[] outer) throws ProtocolException {
    Buffer all = new Buffer(new byte[in.remaining() + outer.length], 0, 0);
    ByteWriter out = new ByteWriter(all);
    boolean referred = false;
    while (in.remaining() > 0) {
      int type = in.u16();
      ByteReader body = in.sub(in.u16());
      if (type != ExtensionType.ECH_OUTER_EXTENSIONS) {
        write(out, type, body);
      } else if (referred) {
        throw illegal("ech_outer_extensions twice");
      } else {
        referred = true;
        copyReferred(out, body, OuterExtension.extensions(outer));
      }
    }
    return all;
  }

  // types (u8 length), each (u16)
  /// RFC 9849 5.1 and 10.12.4: the types stand in the order of the outer hello, so that each of its
  /// extensions is passed once.
  private static void copyReferred(ByteWriter out, ByteReader body, ByteReader outer)
      throws ProtocolException {
    ByteReader types = body.sub(body.u8());
    body.end();
    if (types.remaining() == 0) {
      throw new ProtocolException("empty ech_outer_extensions");
    }
    while (types.remaining() > 0) {
      int wanted = types.u16();
      if (wanted == ExtensionType.ENCRYPTED_CLIENT_HELLO) {
        throw illegal("ech_outer_extensions refers to encrypted_client_hello");
      }
      int type;
      ByteReader found;
      do {
        if (outer.remaining() == 0) {
          throw illegal("extension " + wanted + " is missing in the outer hello, or out of order");
        }
        type = outer.u16();
        found = outer.sub(outer.u16());
      } while (type != wanted);
      write(out, type, found);
    }
  }

  private static void write(ByteWriter out, int type, ByteReader body) throws ProtocolException {
    int length = body.remaining();
    out.u16(type).u16(length).bytes(body.bytes(length));
  }

  private static byte[] sessionId(byte[] outer) throws ProtocolException {
    ByteReader in = Message.body(outer);
    in.skip(2 + RANDOM_BYTES);
    return in.bytes(in.u8());
  }

  /// RFC 9849 7.1: an inner hello says that it is one, and offers nothing older than TLS 1.3.
  private static void check(ClientHello inner) throws AlertException {
    byte[] body = Extension.find(inner.extensions().all(), ExtensionType.ENCRYPTED_CLIENT_HELLO);
    if (!Arrays.equals(body, OuterExtension.INNER)) {
      throw illegal("inner hello that does not say that it is one");
    }
    // RFC 9849 5.1: it stands neither in an inner nor in an outer hello
    if (inner.extensions().has(ExtensionType.ECH_OUTER_EXTENSIONS)) {
      throw illegal("ech_outer_extensions in the outer hello");
    }
    boolean tls13 = false;
    for (int version : inner.extensions().versions()) {
      if (version < ProtocolVersion.TLS_1_3 && !Grease.is(version)) {
        throw illegal("inner hello that offers version " + version);
      }
      tls13 |= version == ProtocolVersion.TLS_1_3;
    }
    if (!tls13) {
      throw illegal("inner hello that does not offer TLS 1.3");
    }
  }

  private static AlertException illegal(String message) {
    return new AlertException(Alert.ILLEGAL_PARAMETER, message);
  }
}
