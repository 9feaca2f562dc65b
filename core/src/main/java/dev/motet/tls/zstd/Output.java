package dev.motet.tls.zstd;

import dev.motet.io.ProtocolException;
import java.util.Arrays;

/// What was decoded so far, which later parts copy from. Never grows beyond its array.
final class Output {
  private final byte[] bytes;
  private int length;

  Output(int maxBytes) {
    this.bytes = new byte[maxBytes];
  }

  void add(byte[] source, int from, int count) throws ProtocolException {
    require(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  void repeat(byte value, int count) throws ProtocolException {
    require(count);
    Arrays.fill(bytes, length, length + count, value);
    length += count;
  }

  /// Copies what stands `offset` bytes back, byte by byte: it may overlap with its copy.
  void copy(int offset, int count) throws ProtocolException {
    if (offset < 1 || offset > length) {
      throw new ProtocolException("offset " + offset + " (expected: 1 to " + length + ")");
    }
    require(count);
    for (int end = length + count; length < end; length++) {
      bytes[length] = bytes[length - offset];
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void require(int count) throws ProtocolException {
    if (count > bytes.length - length) {
      throw new ProtocolException("more than " + bytes.length + " bytes");
    }
  }
}
