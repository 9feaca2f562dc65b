package dev.motet.tls.fingerprint;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.io.IpLiteral;
import dev.motet.tls.message.KeyShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the bodies of extensions of a ClientHello.
final class ExtensionBodies {
  private static final int HOST_NAME = 0;

  private ExtensionBodies() {}

  /// What server_name says of a name; null where it is not sent.
  static @Nullable String hostName(@Nullable String serverName) {
    if (serverName == null) {
      return null;
    }
    // RFC 6066 3: the name without a trailing dot, and no literal addresses
    String host =
        serverName.endsWith(".") ? serverName.substring(0, serverName.length() - 1) : serverName;
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    int zone = bare.indexOf('%');
    boolean isAddress = IpLiteral.parse(zone < 0 ? bare : bare.substring(0, zone)) != null;
    return host.isEmpty() || isAddress ? null : host;
  }

  // RFC 6066 3: list (u16 length) of: type (u8), name (u16 length)
  static byte[] serverName(String host) {
    Buffer body = sized(5 + host.length());
    new ByteWriter(body).u16(3 + host.length()).u8(HOST_NAME).u16(host.length()).latin1(host);
    return body.array;
  }

  /// Groups, schemes: numbers of 16 bits after a length of two bytes.
  static byte[] numbers(List<Integer> numbers) {
    Buffer body = sized(2 + (2 * numbers.size()));
    ByteWriter out = new ByteWriter(body).u16(2 * numbers.size());
    numbers.forEach(out::u16);
    return body.array;
  }

  /// Versions, compression algorithms: numbers of 16 bits after a length of one byte.
  static byte[] shortNumbers(List<Integer> numbers) {
    Buffer body = sized(1 + (2 * numbers.size()));
    ByteWriter out = new ByteWriter(body).u8(2 * numbers.size());
    numbers.forEach(out::u16);
    return body.array;
  }

  // RFC 7301 3.1: list (u16 length) of names, each (u8 length)
  static byte[] protocols(List<String> names) {
    int bytes = names.stream().mapToInt(name -> 1 + name.length()).sum();
    Buffer body = sized(2 + bytes);
    ByteWriter out = new ByteWriter(body).u16(bytes);
    for (String name : names) {
      out.u8(name.length()).latin1(name);
    }
    return body.array;
  }

  // RFC 8446 4.2.8: list (u16 length) of: group (u16), key (u16 length)
  static byte[] shares(List<KeyShare> shares) {
    int bytes = shares.stream().mapToInt(share -> 4 + share.key().length).sum();
    Buffer body = sized(2 + bytes);
    ByteWriter out = new ByteWriter(body).u16(bytes);
    for (KeyShare share : shares) {
      out.u16(share.group()).u16(share.key().length).bytes(share.key());
    }
    return body.array;
  }

  // RFC 8446 4.2.2: cookie (u16 length)
  static byte[] cookie(byte[] cookie) {
    Buffer body = sized(2 + cookie.length);
    new ByteWriter(body).u16(cookie.length).bytes(cookie);
    return body.array;
  }

  static byte[] u16(int value) {
    Buffer body = sized(2);
    new ByteWriter(body).u16(value);
    return body.array;
  }

  private static Buffer sized(int bytes) {
    return new Buffer(new byte[bytes], 0, 0);
  }
}
