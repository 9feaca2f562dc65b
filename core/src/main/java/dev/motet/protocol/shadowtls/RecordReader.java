package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.PrefixedConn;
import java.io.IOException;

// hot
/// Cuts a stream into TLS records without looking into them. One thread. Holds no memory while it
/// waits at the end of a record, where the connection reports readiness.
final class RecordReader {
  /// Two of the longest records.
  private static final int LARGE = 2 * (TlsRecords.HEADER_BYTES + TlsRecords.MAX_FRAGMENT_BYTES);

  private final Conn below;
  private Buffer bytes = none();

  /// The last read filled its buffer: more is likely to follow.
  private boolean bulk;

  RecordReader(Conn below) {
    this.below = below;
  }

  /// Waits for a whole record.
  ///
  /// @return false at the end of the stream, and where what follows is no record
  boolean await() throws IOException {
    while (!hasRecord()) {
      if (!isPlausible() || !fill()) {
        return false;
      }
    }
    return true;
  }

  /// As [#await()] with a limit; negative for none.
  ///
  /// @return false when the time ran out
  boolean awaitReadable(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    while (!hasRecord() && isPlausible()) {
      long left = nanos < 0 ? -1 : Math.max(0, end - System.nanoTime());
      if (!below.awaitReadable(left)) {
        return false;
      }
      if (!fill()) {
        return true;
      }
    }
    return true;
  }

  /// Whether a whole record is there.
  boolean hasRecord() {
    return TlsRecords.wholeBytes(bytes) > 0;
  }

  /// Whether nothing is left.
  boolean isEmpty() {
    return bytes.isEmpty();
  }

  /// Whether what is there can still become a record.
  boolean isPlausible() {
    return TlsRecords.isPlausible(bytes);
  }

  /// A view of the first record, which stays where it is.
  Buffer peek() {
    return new Buffer(bytes.array, bytes.from, bytes.from + TlsRecords.wholeBytes(bytes));
  }

  /// Takes the first record off; the view is valid until the next wait, and its surroundings must
  /// not be written.
  Buffer next() {
    return TlsRecords.next(bytes);
  }

  /// A view of the whole records that are there, at most `limit`.
  Buffer whole(int limit) {
    Buffer left = new Buffer(bytes.array, bytes.from, bytes.to);
    int count = 0;
    for (int length = TlsRecords.wholeBytes(left);
        length > 0 && count < limit;
        length = TlsRecords.wholeBytes(left)) {
      left.from += length;
      count++;
    }
    return new Buffer(bytes.array, bytes.from, left.from);
  }

  /// Takes whole records off, which belong to the caller then, with the room around them.
  ///
  /// @param count bytes
  Buffer take(int count) {
    Buffer taken = new Buffer(bytes.array, bytes.from, bytes.from + count);
    int left = bytes.length() - count;
    if (left == 0) {
      bytes = none();
    } else {
      Buffer rest = Buffer.allocate(left > Buffers.SMALL ? LARGE : Buffers.SMALL);
      rest.append(bytes.array, bytes.from + count, left);
      bytes = rest;
    }
    return taken;
  }

  /// What was not taken, record or not, and what follows. This reader must not be used again.
  Conn rest() {
    return bytes.isEmpty() ? below : new PrefixedConn(bytes, below);
  }

  private boolean fill() throws IOException {
    if (bytes.isEmpty()) {
      begin();
    } else {
      makeRoom(needed());
    }
    if (below.read(bytes) < 0) {
      return false;
    }
    bulk = bytes.readable() == 0;
    return true;
  }

  private void begin() throws IOException {
    if (below.reportsReadiness() && !below.awaitReadable(0)) {
      bytes = none();
      bulk = false;
      below.awaitReadable(-1);
    }
    int wanted = bulk ? LARGE : Buffers.SMALL;
    if (capacity() < wanted) {
      bytes = Buffer.allocate(wanted);
    } else {
      bytes.clear();
    }
  }

  /// Bytes of the record that is incomplete, as far as that is known.
  private int needed() {
    return bytes.length() < TlsRecords.HEADER_BYTES
        ? TlsRecords.HEADER_BYTES
        : TlsRecords.HEADER_BYTES + TlsRecords.fragmentBytes(bytes);
  }

  private void makeRoom(int needed) {
    if (needed - bytes.length() <= bytes.readable()) {
      return;
    }
    Buffer target =
        needed <= capacity() ? new Buffer(bytes.array, 0, 0).clear() : Buffer.allocate(LARGE);
    target.append(bytes); // to a lower place of the same array, or into another one
    bytes = target;
  }

  private static Buffer none() {
    return Buffer.wrap(new byte[0]);
  }

  private int capacity() {
    return bytes.array.length - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM;
  }
}
