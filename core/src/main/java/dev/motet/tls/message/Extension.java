package dev.motet.tls.message;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One extension as it stands in a message, and the bodies that servers and clients both write.
///
/// @param type see [ExtensionType]
/// @param body not to be changed
public record Extension(int type, byte[] body) {
  /// An extension without a body.
  public static Extension empty(int type) {
    return new Extension(type, new byte[0]);
  }

  /// An extension whose body is a number of 16 bits.
  public static Extension ofNumber(int type, int value) {
    return new Extension(type, new byte[] {(byte) (value >>> 8), (byte) value});
  }

  /// key_share of a ServerHello (RFC 8446 4.2.8): group (u16), key (u16 length).
  public static Extension ofKeyShare(KeyShare share) {
    ByteWriter out = new ByteWriter(new Buffer(new byte[4 + share.key().length], 0, 0));
    out.u16(share.group()).u16(share.key().length).bytes(share.key());
    return new Extension(ExtensionType.KEY_SHARE, out.buffer().toBytes());
  }

  /// ALPN (RFC 7301 3.1): list (u16 length) of names (u8 length each).
  public static Extension ofAlpn(List<String> names) {
    return new Extension(ExtensionType.ALPN, nameList(names));
  }

  /// A list (u16 length) of names (u8 length each), each character one byte.
  public static byte[] nameList(List<String> names) {
    int length = 0;
    for (String name : names) {
      length += 1 + name.length();
    }
    ByteWriter out = new ByteWriter(new Buffer(new byte[2 + length], 0, 0)).u16(length);
    for (String name : names) {
      out.u8(name.length()).bytes(name.getBytes(StandardCharsets.ISO_8859_1));
    }
    return out.buffer().toBytes();
  }

  /// The names of [#nameList].
  public static List<String> names(byte[] body) throws ProtocolException {
    ByteReader in = new ByteReader(body);
    ByteReader list = Vectors.u16(in);
    in.end();
    List<String> names = new ArrayList<>(2);
    while (list.remaining() > 0) {
      ByteReader name = Vectors.u8(list);
      names.add(name.latin1(name.remaining()));
    }
    return List.copyOf(names);
  }

  /// A list (u16 length) of numbers of 16 bits, as in supported_groups and signature_algorithms.
  public static List<Integer> numbers(byte[] body) throws ProtocolException {
    ByteReader in = new ByteReader(body);
    List<Integer> numbers = Vectors.numbers(Vectors.u16(in));
    in.end();
    return numbers;
  }

  /// The body of [#numbers].
  public static byte[] numberList(List<Integer> numbers) {
    ByteWriter out = new ByteWriter(new Buffer(new byte[2 + 2 * numbers.size()], 0, 0));
    out.u16(2 * numbers.size());
    numbers.forEach(out::u16);
    return out.buffer().toBytes();
  }

  /// A body that is one number of 16 bits.
  public static int number(byte[] body) throws ProtocolException {
    ByteReader in = new ByteReader(body);
    int value = in.u16();
    in.end();
    return value;
  }

  /// The body of the extension of a type; null where it is absent.
  public static byte @Nullable [] find(List<Extension> extensions, int type) {
    for (Extension extension : extensions) {
      if (extension.type == type) {
        return extension.body;
      }
    }
    return null;
  }

  /// Bytes of a list of extensions on the wire, its length included.
  public static int bytes(List<Extension> extensions) {
    int length = 2;
    for (Extension extension : extensions) {
      length += 4 + extension.body.length;
    }
    return length;
  }
}
