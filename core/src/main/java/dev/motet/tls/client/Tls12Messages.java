package dev.motet.tls.client;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.util.ArrayList;
import java.util.List;

/// The messages that only TLS 1.2 has, or has in another form (RFC 5246 7.4, RFC 8422 5).
final class Tls12Messages {
  private static final int NAMED_CURVE = 3;

  private Tls12Messages() {}

  // list (u24 length) of: certificate (u24 length)
  static List<byte[]> certificates(ByteReader in) throws ProtocolException {
    ByteReader list = in.sub(in.u24());
    in.end();
    List<byte[]> chain = new ArrayList<>(3);
    while (list.remaining() > 0) {
      byte[] certificate = list.bytes(list.u24());
      if (certificate.length == 0) {
        throw new ProtocolException("empty certificate");
      }
      if (chain.size() == CertificateMessage.MAX_ENTRIES) {
        throw new ProtocolException(
            "more than " + CertificateMessage.MAX_ENTRIES + " certificates");
      }
      chain.add(certificate);
    }
    return List.copyOf(chain);
  }

  /// The complete message.
  static byte[] certificates(List<byte[]> chain) {
    int list = 0;
    for (byte[] certificate : chain) {
      list += 3 + certificate.length;
    }
    int listBytes = list;
    return Message.of(
        HandshakeType.CERTIFICATE,
        3 + listBytes,
        out -> {
          out.u24(listBytes);
          chain.forEach(certificate -> out.u24(certificate.length).bytes(certificate));
        });
  }

  /// The complete message: point (u8 length).
  static byte[] clientKeyExchange(byte[] point) {
    return Message.of(
        HandshakeType.CLIENT_KEY_EXCHANGE,
        1 + point.length,
        out -> out.u8(point.length).bytes(point));
  }

  // type (u8: 1, OCSP), response (u24 length)
  /// An OCSP response, which is only checked for its form.
  static void checkStatus(ByteReader in) throws ProtocolException {
    int type = in.u8();
    if (type != 1) {
      throw new ProtocolException("certificate status of type " + type + " (expected: 1, OCSP)");
    }
    in.skip(in.u24());
    in.end();
  }

  // lifetime (u32), ticket (u16 length)
  /// A ticket, which is only checked for its form.
  static void checkTicket(ByteReader in) throws ProtocolException {
    in.skip(4);
    in.skip(in.u16());
    in.end();
  }

  /// The share of a server, signed.
  ///
  /// @param parameters what is signed, after the randoms
  record KeyExchange(int group, byte[] point, byte[] parameters, int scheme, byte[] signature) {
    // curve type (u8: 3, named), group (u16), point (u8 length); scheme (u16), signature (u16
    // length)
    static KeyExchange read(ByteReader in) throws ProtocolException {
      int type = in.u8();
      if (type != NAMED_CURVE) {
        throw new ProtocolException("curve of type " + type + " (expected: 3, named)");
      }
      int group = in.u16();
      byte[] point = in.bytes(in.u8());
      byte[] parameters = parameters(group, point);
      KeyExchange read = new KeyExchange(group, point, parameters, in.u16(), in.bytes(in.u16()));
      in.end();
      return read;
    }

    private static byte[] parameters(int group, byte[] point) {
      byte[] parameters = new byte[4 + point.length];
      parameters[0] = NAMED_CURVE;
      parameters[1] = (byte) (group >>> 8);
      parameters[2] = (byte) group;
      parameters[3] = (byte) point.length;
      System.arraycopy(point, 0, parameters, 4, point.length);
      return parameters;
    }
  }

  /// A server asks for a certificate.
  record Request(List<Integer> schemes) {
    // certificate types (u8 length), schemes (u16 length), names (u16 length) of: (u16 length)
    static Request read(ByteReader in) throws ProtocolException {
      in.skip(in.u8());
      ByteReader list = in.sub(in.u16());
      List<Integer> schemes = new ArrayList<>(list.remaining() / 2);
      while (list.remaining() > 0) {
        schemes.add(list.u16());
      }
      ByteReader names = in.sub(in.u16());
      in.end();
      while (names.remaining() > 0) {
        names.skip(names.u16());
      }
      return new Request(List.copyOf(schemes));
    }
  }
}
