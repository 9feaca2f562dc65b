package dev.motet.tls;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.ProtocolException;
import dev.motet.tls.record.RecordLayer;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

// hot
/// The receiving half of a [TlsConn]: takes bytes from below in large pieces and opens records into
/// the caller's buffer. Holds buffers only while bytes are in them. Of the reading thread.
final class TlsReader {
  /// Records as long as that are application data: post-handshake messages are shorter.
  private static final int SURELY_DATA = Buffers.SMALL;

  private final Conn below;
  private final RecordLayer layer;
  private final Buffers buffers;

  /// Received, not opened.
  private @Nullable Buffer raw;

  /// Opened, not delivered: what did not fit where it was wanted.
  private @Nullable Buffer plain;

  /// The last read from below filled a small buffer.
  private boolean bulk;

  private boolean ended;
  private boolean truncated;

  /// Found while bytes before it had to be delivered first.
  private @Nullable IOException later;

  TlsReader(Conn below, RecordLayer layer, Buffers buffers) {
    this.below = below;
    this.layer = layer;
    this.buffers = buffers;
  }

  /// Whether the stream ended without a close_notify.
  boolean isTruncated() {
    return truncated;
  }

  int read(Buffer into) throws IOException {
    try {
      while (true) {
        if (plain != null) {
          return deliver(into);
        }
        throwLater();
        if (!awaitRecord()) {
          return -1;
        }
        int count = open(into);
        if (count > 0) {
          return count + openMore(into);
        }
      }
    } finally {
      giveEmpty();
    }
  }

  /// Takes one record of the handshake.
  void step() throws IOException {
    try {
      if (!awaitRecord()) {
        throw new ProtocolException("the peer ended the connection during the handshake");
      }
      keep(openApart());
    } finally {
      giveEmpty();
    }
  }

  /// As [Conn#awaitReadable].
  boolean awaitReadable(long nanos) throws IOException {
    if (plain != null || ended || later != null || !below.reportsReadiness()) {
      return true;
    }
    if (layer.isClosed()) {
      return true; // its close_notify came together with the last data
    }
    long end = System.nanoTime() + nanos;
    try {
      while (true) {
        int bytes = completeRecord();
        if (bytes > SURELY_DATA) {
          return true;
        }
        if (bytes > 0) {
          keep(openApart()); // a ticket must not be taken for something to read
          if (plain != null || layer.isClosed()) {
            return true;
          }
          continue;
        }
        giveEmpty();
        long left = nanos < 0 ? -1 : Math.max(0, end - System.nanoTime());
        if (!below.awaitReadable(left)) {
          return false;
        }
        if (!readBelow()) {
          return true;
        }
      }
    } catch (IOException e) {
      later = e;
      return true;
    } finally {
      giveEmpty();
    }
  }

  /// Gives back all buffers; afterwards there is nothing to read.
  void release() {
    ended = true;
    plain = give(plain);
    raw = give(raw);
  }

  /// What was received and not read: opened, and not opened. Nothing can be read afterwards.
  TlsConn.Detached detach() throws IOException {
    throwLater();
    TlsConn.Detached detached = new TlsConn.Detached(copy(plain), copy(raw), below);
    release();
    return detached;
  }

  private static Buffer copy(@Nullable Buffer held) {
    return held == null ? Buffer.wrap(new byte[0]) : Buffer.copyOf(held.toBytes());
  }

  private void throwLater() throws IOException {
    IOException failure = later;
    if (failure != null) {
      later = null;
      throw failure;
    }
  }

  private int deliver(Buffer into) {
    Buffer from = plain;
    if (from == null) {
      return 0;
    }
    int moved = from.moveTo(into, into.readable());
    if (from.isEmpty()) {
      plain = give(from);
    }
    return moved;
  }

  /// Waits for a complete record.
  ///
  /// @return false at the end of the stream
  private boolean awaitRecord() throws IOException {
    while (!ended && !layer.isClosed()) {
      if (completeRecord() > 0) {
        return true;
      }
      giveEmpty();
      if (raw == null && below.reportsReadiness()) {
        boolean _ = below.awaitReadable(-1);
      }
      if (!readBelow()) {
        return false;
      }
    }
    ended = true;
    raw = give(raw); // RFC 8446 6.1: what comes after a close_notify is ignored
    return false;
  }

  /// Bytes of the record in front; 0 when not all of it is there.
  private int completeRecord() throws IOException {
    Buffer held = raw;
    if (held == null || held.isEmpty()) {
      return 0;
    }
    int bytes = layer.recordBytes(held);
    return bytes <= held.length() ? bytes : 0;
  }

  /// @return false at the end of the stream, which may be between records only
  private boolean readBelow() throws IOException {
    Buffer held = withRoom();
    int room = held.readable();
    int count = below.read(held);
    if (count >= 0) {
      bulk = count == room || count >= Buffers.SMALL;
      return true;
    }
    ended = true;
    truncated = true;
    // Go takes an end between records for one, because so many servers say no goodbye
    if (!held.isEmpty()) {
      throw new EOFException("the stream ended in the middle of a TLS record");
    }
    return false;
  }

  /// The buffer for what arrives next, with room for the rest of the record that has begun.
  private Buffer withRoom() throws IOException {
    Buffer held = raw;
    if (held == null) {
      held = bulk ? buffers.takeBulk() : buffers.takeSmall();
      raw = held;
      return held;
    }
    int missing = Math.max(1, layer.recordBytes(held) - held.length());
    if (held.readable() >= missing) {
      return held;
    }
    Buffer next =
        capacity(held) >= held.length() + missing ? held : larger(held.length() + missing);
    move(held, next);
    raw = next;
    return next;
  }

  @SuppressWarnings("ReferenceEquality") // whether they are the same buffer
  private void move(Buffer from, Buffer to) {
    int length = from.length();
    int start = Math.min(Buffer.HEAD_ROOM, to.array.length);
    System.arraycopy(from.array, from.from, to.array, start, length);
    if (from.array != to.array) {
      give(from);
    }
    to.from = start;
    to.to = start + length;
  }

  /// One that holds so many bytes; beside the pool where that has only small ones left.
  private Buffer larger(int bytes) {
    Buffer pooled = buffers.takeBulk();
    if (capacity(pooled) >= bytes) {
      return pooled;
    }
    buffers.give(pooled);
    return Buffer.allocate(bytes);
  }

  private static int capacity(Buffer buffer) {
    return buffer.array.length - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM;
  }

  /// Opens the record in front, straight to where it is wanted if there is room.
  private int open(Buffer into) throws IOException {
    Buffer from = records();
    int content = layer.contentLimit(layer.recordBytes(from));
    if (content > into.readable()) {
      keep(openApart());
      return plain == null ? 0 : deliver(into);
    }
    return receive(from, into, content);
  }

  /// The byte behind the content is overwritten by its type; it may belong to the tail-room.
  private int receive(Buffer from, Buffer into, int content) throws ProtocolException {
    int behind = into.to + content;
    byte kept = into.array[behind];
    int count = layer.receive(from, into);
    into.array[behind] = kept;
    return count;
  }

  /// What can be had besides, without waiting. An error has to wait until this was delivered.
  private int openMore(Buffer into) {
    int more = 0;
    try {
      while (plain == null && !layer.isClosed() && completeRecord() > 0) {
        Buffer from = records();
        int content = layer.contentLimit(layer.recordBytes(from));
        if (content > into.readable()) {
          break;
        }
        more += receive(from, into, content);
      }
    } catch (IOException e) {
      later = e;
    }
    return more;
  }

  /// Opens the record in front into a buffer of its own.
  private Buffer openApart() throws IOException {
    Buffer from = records();
    int content = layer.contentLimit(layer.recordBytes(from)) + 1;
    Buffer apart = content <= Buffers.SMALL ? buffers.takeSmall() : larger(content);
    boolean done = false;
    try {
      int _ = layer.receive(from, apart);
      done = true;
      return apart;
    } finally {
      if (!done) {
        give(apart);
      }
    }
  }

  private void keep(Buffer opened) {
    plain = opened.isEmpty() ? give(opened) : opened;
  }

  private Buffer records() {
    Buffer held = raw;
    if (held == null) {
      throw new IllegalStateException("no record is there");
    }
    return held;
  }

  private void giveEmpty() {
    Buffer held = raw;
    if (held != null && held.isEmpty()) {
      raw = give(held);
    }
  }

  /// Those made beside the pool are left to the collector.
  ///
  /// @return nothing, for the field that held it
  private @Nullable Buffer give(@Nullable Buffer held) {
    if (held != null) {
      int payload = capacity(held);
      if (payload == Buffers.SMALL || payload == Buffers.LARGE) {
        buffers.give(held);
      }
    }
    return null;
  }
}
