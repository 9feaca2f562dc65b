package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Vectors of the presentation language (RFC 8446 3.4): a length, then that many bytes of elements.
final class Vectors {
  private Vectors() {}

  /// `T v<1..2^8-1>`
  static ByteReader u8(ByteReader in) throws ProtocolException {
    return filled(in.sub(in.u8()));
  }

  /// `T v<1..2^16-1>`
  static ByteReader u16(ByteReader in) throws ProtocolException {
    return filled(in.sub(in.u16()));
  }

  /// `opaque v<0..2^8-1>`
  static byte[] opaque8(ByteReader in) throws ProtocolException {
    return in.bytes(in.u8());
  }

  /// `opaque v<0..2^16-1>`
  static byte[] opaque16(ByteReader in) throws ProtocolException {
    return in.bytes(in.u16());
  }

  /// `opaque v<0..2^24-1>`
  static byte[] opaque24(ByteReader in) throws ProtocolException {
    return in.bytes(in.u24());
  }

  /// Extensions (RFC 8446 4.2): list (u16 length) of: type (u16), body (u16 length). Their order is
  /// kept, no type stands there twice.
  static List<Extension> extensions(ByteReader in) throws ProtocolException {
    ByteReader list = in.sub(in.u16());
    List<Extension> all = new ArrayList<>(4);
    Set<Integer> types = new HashSet<>(); // a hello may have 16 000, before anything is proven
    while (list.remaining() > 0) {
      Extension extension = new Extension(list.u16(), opaque16(list));
      if (!types.add(extension.type())) {
        throw new ProtocolException("extension " + extension.type() + " twice");
      }
      all.add(extension);
    }
    return List.copyOf(all);
  }

  static void writeExtensions(ByteWriter out, List<Extension> extensions) {
    int length = 0;
    for (Extension extension : extensions) {
      length += 4 + extension.body().length;
    }
    out.u16(length);
    for (Extension extension : extensions) {
      out.u16(extension.type()).u16(extension.body().length).bytes(extension.body());
    }
  }

  /// All that is left, as bytes.
  static List<Integer> bytes(ByteReader vector) throws ProtocolException {
    List<Integer> values = new ArrayList<>(vector.remaining());
    while (vector.remaining() > 0) {
      values.add(vector.u8());
    }
    return List.copyOf(values);
  }

  /// All that is left, as numbers of 16 bits.
  static List<Integer> numbers(ByteReader vector) throws ProtocolException {
    List<Integer> values = new ArrayList<>(vector.remaining() / 2);
    while (vector.remaining() > 0) {
      values.add(vector.u16());
    }
    return List.copyOf(values);
  }

  private static ByteReader filled(ByteReader vector) throws ProtocolException {
    if (vector.remaining() == 0) {
      throw new ProtocolException("empty vector (expected: at least one element)");
    }
    return vector;
  }
}
