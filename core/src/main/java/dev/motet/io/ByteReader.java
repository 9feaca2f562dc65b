package dev.motet.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads typed values from `array[position, end)` and cannot read past the end: then it throws a
/// [ProtocolException]. Big-endian unless the name says otherwise.
public final class ByteReader {
  private final byte[] array;
  private int position;
  private final int end;

  public ByteReader(byte[] array) {
    this(array, 0, array.length);
  }

  /// Reads the bytes a buffer holds, without moving the buffer.
  public ByteReader(Buffer buffer) {
    this(buffer.array, buffer.from, buffer.to);
  }

  public ByteReader(byte[] array, int from, int to) {
    if (from < 0 || to < from || to > array.length) {
      throw new IndexOutOfBoundsException(from + ".." + to + " of " + array.length);
    }
    this.array = array;
    this.position = from;
    this.end = to;
  }

  public int remaining() {
    return end - position;
  }

  /// Index in the array of the next byte.
  public int position() {
    return position;
  }

  public int u8() throws ProtocolException {
    require(1);
    return array[position++] & 0xff;
  }

  public int u16() throws ProtocolException {
    require(2);
    return u8() << 8 | u8();
  }

  public int u24() throws ProtocolException {
    require(3);
    return u8() << 16 | u16();
  }

  public long u32() throws ProtocolException {
    require(4);
    return (long) u16() << 16 | u16();
  }

  /// All 64 bits, as a signed long.
  public long u64() throws ProtocolException {
    require(8);
    return u32() << 32 | u32();
  }

  public byte[] bytes(int count) throws ProtocolException {
    require(count);
    position += count;
    return Arrays.copyOfRange(array, position - count, position);
  }

  /// `count` bytes, each one character.
  public String latin1(int count) throws ProtocolException {
    require(count);
    position += count;
    return new String(array, position - count, count, StandardCharsets.ISO_8859_1);
  }

  public void skip(int count) throws ProtocolException {
    require(count);
    position += count;
  }

  /// A reader of the next `count` bytes, which this one skips.
  public ByteReader sub(int count) throws ProtocolException {
    require(count);
    position += count;
    return new ByteReader(array, position - count, position);
  }

  /// @throws ProtocolException when bytes are left
  public void end() throws ProtocolException {
    if (position != end) {
      throw new ProtocolException((end - position) + " bytes left over (expected: none)");
    }
  }

  private void require(int count) throws ProtocolException {
    if (count < 0 || end - position < count) {
      throw new TruncatedException(count, end - position);
    }
  }
}
