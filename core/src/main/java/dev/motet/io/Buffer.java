package dev.motet.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Heap bytes `array[from, to)` with room before and after them, so that framing layers add headers
/// and tags in place instead of copying.
///
/// One owner at a time, which alone may touch it; ownership passes only where a contract says so.
/// The fields are public because the hot paths of every layer move them: `0 <= from <= to <=
/// array.length` holds between calls. Sealing in place goes to the same offset or a lower one,
/// never a higher one (half the speed, facts of `docs/benchmarks.md`).
public final class Buffer {
  /// Bytes kept free in front of the payload by everything that fills a buffer: enough for a TLS
  /// record header, a shadowsocks salt with its first chunk, a SOCKS UDP header with a name.
  public static final int HEAD_ROOM = 320;

  /// Bytes kept free behind the payload by everything that fills a buffer: enough for AEAD tags.
  public static final int TAIL_ROOM = 64;

  public final byte[] array;
  public int from;
  public int to;

  /// A view of the whole array; empty where `from == to`.
  public Buffer(byte[] array, int from, int to) {
    if (from < 0 || to < from || array.length < to) {
      throw new IndexOutOfBoundsException(from + ".." + to + " of " + array.length);
    }
    this.array = array;
    this.from = from;
    this.to = to;
  }

  /// An empty buffer with room for `payload` bytes and the usual room before and after them.
  public static Buffer allocate(int payload) {
    return new Buffer(new byte[HEAD_ROOM + payload + TAIL_ROOM], HEAD_ROOM, HEAD_ROOM);
  }

  /// A buffer that holds exactly these bytes, without a copy and without any room.
  public static Buffer wrap(byte[] bytes) {
    return new Buffer(bytes, 0, bytes.length);
  }

  /// A buffer with the usual room that holds a copy of these bytes.
  public static Buffer copyOf(byte[] bytes) {
    Buffer buffer = allocate(bytes.length);
    buffer.append(bytes, 0, bytes.length);
    return buffer;
  }

  /// Bytes held.
  public int length() {
    return to - from;
  }

  public boolean isEmpty() {
    return from == to;
  }

  /// Bytes that can be added behind, the tail-room included.
  public int room() {
    return array.length - to;
  }

  /// Bytes that a reader may add behind so that [#TAIL_ROOM] stays free.
  public int readable() {
    return Math.max(0, array.length - TAIL_ROOM - to);
  }

  /// Bytes that can be added in front.
  public int headRoom() {
    return from;
  }

  /// Drops everything and puts the position behind the usual head-room.
  public Buffer clear() {
    from = Math.min(HEAD_ROOM, array.length);
    to = from;
    return this;
  }

  /// Takes `count` bytes off the front.
  public void skip(int count) {
    if (count < 0 || count > to - from) {
      throw new IndexOutOfBoundsException(count + " of " + length() + " bytes");
    }
    from += count;
  }

  /// Copies bytes behind the held ones.
  public void append(byte[] source, int offset, int count) {
    System.arraycopy(source, offset, array, to, count);
    to += count;
  }

  /// Copies all of `other` behind the held bytes; `other` stays as it is.
  public void append(Buffer other) {
    append(other.array, other.from, other.length());
  }

  /// Copies bytes in front of the held ones.
  public void prepend(byte[] source, int offset, int count) {
    System.arraycopy(source, offset, array, from - count, count);
    from -= count;
  }

  /// Moves up to `count` bytes from the front of this one behind those of `target`.
  public int moveTo(Buffer target, int count) {
    int moved = Math.min(Math.min(count, length()), target.room());
    target.append(array, from, moved);
    from += moved;
    return moved;
  }

  /// A copy of the held bytes.
  public byte[] toBytes() {
    return Arrays.copyOfRange(array, from, to);
  }

  /// The held bytes as text, for tests and logs.
  public String toText() {
    return new String(array, from, length(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return "Buffer[" + from + ".." + to + " of " + array.length + "]";
  }
}
