package dev.motet.io;

import java.nio.charset.StandardCharsets;

/// Appends typed values to a [Buffer]. Big-endian unless the name says otherwise. Running out of
/// room is an error of the caller ([IndexOutOfBoundsException]).
public final class ByteWriter {
  private final Buffer buffer;

  public ByteWriter(Buffer buffer) {
    this.buffer = buffer;
  }

  public Buffer buffer() {
    return buffer;
  }

  public ByteWriter u8(int value) {
    buffer.array[buffer.to++] = (byte) value;
    return this;
  }

  public ByteWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  public ByteWriter u24(int value) {
    return u8(value >>> 16).u16(value);
  }

  public ByteWriter u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  public ByteWriter u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  public ByteWriter bytes(byte[] source) {
    buffer.append(source, 0, source.length);
    return this;
  }

  /// Each character one byte.
  public ByteWriter latin1(String text) {
    return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
