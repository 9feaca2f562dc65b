package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

// hot
/// The stream after the handshake: in records of application data that are none. Version 2 only
/// frames, version 3 tags too ([RecordTags]). Frames are put around the payload in place and leave
/// in one call.
final class FramedConn implements Conn {
  /// As sing-box cuts it.
  static final int MAX_PAYLOAD_BYTES = 1 << 14;

  private final Conn below;
  private final RecordReader in;

  /// Null in version 2.
  private final @Nullable RecordTags tags;

  /// Of a client of version 2, else null.
  private final @Nullable SeenRecords seen;

  /// What is left of the last record. Of the reading thread.
  private Buffer payload;

  /// @param first payload that was read already
  /// @param tags null in version 2
  /// @param seen of a client of version 2, else null
  FramedConn(
      Conn below,
      RecordReader in,
      Buffer first,
      @Nullable RecordTags tags,
      @Nullable SeenRecords seen) {
    this.below = below;
    this.in = in;
    this.payload = first;
    this.tags = tags;
    this.seen = seen;
  }

  @Override
  public int read(Buffer into) throws IOException {
    int before = into.length();
    while (true) {
      payload.moveTo(into, into.readable());
      boolean full = into.readable() == 0;
      if (into.length() > before && (full || !in.hasRecord())) {
        return into.length() - before;
      }
      if (!in.await()) {
        return end();
      }
      open(in.next());
    }
  }

  /// @throws IOException where the stream ended within a record, or never was one of records
  private int end() throws IOException {
    if (in.isEmpty()) {
      return -1;
    }
    if (in.isPlausible()) {
      throw new EOFException("end of stream within a record");
    }
    throw refused("bytes that are no TLS record");
  }

  private void open(Buffer record) throws IOException {
    if (seen != null && seen.isOfTheHandshake(record)) {
      return;
    }
    int type = TlsRecords.type(record);
    if (type == TlsRecords.ALERT) {
      throw new ProtocolException("alert of the peer");
    }
    if (type != TlsRecords.APPLICATION_DATA) {
      throw refused("record of type " + type + " (expected: 23, application data)");
    }
    record.from += TlsRecords.HEADER_BYTES;
    if (tags != null && !tags.open(record)) {
      throw refused("record with a wrong tag");
    }
    payload = record;
  }

  private ProtocolException refused(String why) {
    if (tags != null) {
      tags.sendAlert(below);
      below.close(); // a reset would overtake the alert
    }
    return new ProtocolException(why);
  }

  @Override
  public void write(Buffer from) throws IOException {
    if (from.isEmpty()) {
      return;
    }
    int records = (from.length() + MAX_PAYLOAD_BYTES - 1) / MAX_PAYLOAD_BYTES;
    int overhead = records * headBytes();
    if (from.headRoom() < overhead) {
      Buffer roomy = new Buffer(new byte[overhead + from.length() + Buffer.TAIL_ROOM], 0, 0);
      roomy.from = overhead;
      roomy.to = overhead;
      roomy.append(from);
      from.from = from.to;
      frame(roomy, overhead);
    } else {
      frame(from, overhead);
    }
  }

  /// Every payload but the last one moves down to make room for the heads of those behind it.
  private void frame(Buffer from, int overhead) throws IOException {
    byte[] array = from.array;
    Buffer out = new Buffer(array, from.from - overhead, from.from - overhead);
    while (!from.isEmpty()) {
      int count = Math.min(MAX_PAYLOAD_BYTES, from.length());
      int at = out.to + headBytes();
      if (at != from.from) {
        System.arraycopy(array, from.from, array, at, count);
      }
      from.from += count;
      TlsRecords.writeHeader(array, out.to, headBytes() - TlsRecords.HEADER_BYTES + count);
      if (tags != null) {
        tags.seal(array, at, count);
      }
      out.to = at + count;
    }
    send(out);
  }

  private void send(Buffer records) throws IOException {
    if (tags == null) {
      below.write(records);
    } else {
      tags.send(below, records);
    }
  }

  private int headBytes() {
    return TlsRecords.HEADER_BYTES + (tags == null ? 0 : ShadowTlsMac.TAG_BYTES);
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return !payload.isEmpty() || in.awaitReadable(nanos);
  }

  @Override
  public boolean reportsReadiness() {
    return below.reportsReadiness();
  }

  @Override
  public void closeWrite() throws IOException {
    below.closeWrite();
  }

  @Override
  public void abort(IOException reason) {
    below.abort(reason);
  }

  @Override
  public void close() {
    below.close();
  }
}
