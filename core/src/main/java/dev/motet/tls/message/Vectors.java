package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.ArrayList;
import java.util.List;

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
