package dev.motet.tls.zstd;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;

/// Reads bits from the end of a stream to its beginning (RFC 8878 4.1): above the first bit is a
/// one, and zeros to the end of its byte. Bits before the beginning read as zeros, and are counted.
final class BackwardBits {
  private final byte[] bytes;
  private int left;

  BackwardBits(ByteReader in) throws ProtocolException {
    this.bytes = in.bytes(in.remaining());
    int last = bytes.length == 0 ? 0 : bytes[bytes.length - 1] & 0xff;
    if (last == 0) {
      throw new ProtocolException("Zstandard bits without an end");
    }
    this.left = 8 * bytes.length - (Integer.numberOfLeadingZeros(last) - 24) - 1;
  }

  /// Bits that are left; negative where more were read.
  int left() {
    return left;
  }

  int read(int count) {
    int value = peek(count);
    left -= count;
    return value;
  }

  void skip(int count) {
    left -= count;
  }

  /// @param count at most 31
  int peek(int count) {
    int value = 0;
    for (int at = left - 1; at >= left - count; at--) {
      int bit = at < 0 ? 0 : (bytes[at >>> 3] >>> (at & 7)) & 1;
      value = (value << 1) | bit;
    }
    return value;
  }
}
