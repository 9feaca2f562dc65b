package dev.motet.quic;

import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;

/// Integers of 1, 2, 4 or 8 bytes, whose first two bits say which (RFC 9000 16).
public final class VarInt {
  public static final long MAX = (1L << 62) - 1;

  private VarInt() {}

  /// @return 0 to [#MAX]
  public static long read(ByteReader in) throws ProtocolException {
    int first = in.u8();
    long value = first & 0x3f;
    for (int more = (1 << (first >> 6)) - 1; more > 0; more--) {
      value = value << 8 | in.u8();
    }
    return value;
  }

  /// A count of bytes that must still be there.
  public static int readLength(ByteReader in) throws ProtocolException {
    long length = read(in);
    if (length > in.remaining()) {
      throw new ProtocolException(
          "length " + length + " (expected: at most " + in.remaining() + ")");
    }
    return (int) length;
  }

  /// In as few bytes as possible.
  ///
  /// @param value 0 to [#MAX]
  public static void write(ByteWriter out, long value) {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException(value + " (expected: 0 to 2^62 - 1)");
    }
    if (value < 1 << 6) {
      out.u8((int) value);
    } else if (value < 1 << 14) {
      out.u16(1 << 14 | (int) value);
    } else if (value < 1 << 30) {
      out.u32(2L << 30 | value);
    } else {
      out.u64(3L << 62 | value);
    }
  }
}
