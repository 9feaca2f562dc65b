package dev.motet.http.h1;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.Conn;
import dev.motet.io.PrefixedConn;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads the messages of one direction of a connection: heads, and the bodies between them. One
/// thread at a time.
public final class H1Reader {
  /// Bytes that a head may have.
  public static final int MAX_HEAD_BYTES = 64 * 1024;

  private static final int SMALL = 4 * 1024;

  private final Conn conn;
  private Buffer in = Buffer.allocate(SMALL);

  public H1Reader(Conn conn) {
    this.conn = conn;
  }

  /// Blocks for the next request.
  ///
  /// @return null at the end of the stream
  /// @throws HttpException with the status to answer with
  public @Nullable RequestHead request() throws IOException {
    int end = head(400);
    if (end < 0) {
      return null;
    }
    ByteReader head = new ByteReader(in.array, in.from, end);
    in.from = end;
    return RequestHead.read(head);
  }

  /// Blocks for the next response.
  ///
  /// @return null at the end of the stream
  public @Nullable ResponseHead response() throws IOException {
    int end = head(502);
    if (end < 0) {
      return null;
    }
    ByteReader head = new ByteReader(in.array, in.from, end);
    in.from = end;
    return ResponseHead.read(head);
  }

  /// The body that follows the head just read.
  public BodyReader body(Body framing) {
    return new BodyReader(this, framing);
  }

  /// What follows everything read so far. This reader must not be used again.
  public Conn rest() {
    return in.isEmpty() ? conn : new PrefixedConn(in, conn);
  }

  /// Moves up to `limit` body bytes behind those of `into`.
  ///
  /// @return -1 at the end of the stream
  int take(Buffer into, long limit) throws IOException {
    if (in.isEmpty()) {
      if (limit >= into.readable()) {
        return conn.read(into);
      }
      if (!fill()) {
        return -1;
      }
    }
    return in.moveTo(into, (int) Math.min(limit, into.readable()));
  }

  /// The next line of a body's framing.
  ///
  /// @throws HttpException when it is longer than `limit`
  String line(int limit) throws IOException {
    int scanned = in.from;
    while (true) {
      for (; scanned < in.to; scanned++) {
        if (in.array[scanned] == '\n') {
          ByteReader line = new ByteReader(in.array, in.from, scanned + 1);
          String text = Lines.read(line);
          in.from = line.position();
          return text;
        }
      }
      if (in.length() > limit + 2) {
        throw new HttpException(400, "line of more than " + limit + " bytes in a body");
      }
      int offset = scanned - in.from;
      if (!fill()) {
        throw new EOFException("end of stream in a body");
      }
      scanned = in.from + offset;
    }
  }

  /// Index behind the empty line that ends a head; -1 at the end of the stream. Looks at each byte
  /// once however slowly they come.
  private int head(int status) throws IOException {
    if (!skipEmptyLine()) {
      return -1;
    }
    int offset = 0;
    int lineLength = 0;
    while (true) {
      for (; in.from + offset < in.to && offset < MAX_HEAD_BYTES; offset++) {
        byte c = in.array[in.from + offset];
        if (c == '\n' && lineLength == 0) {
          return in.from + offset + 1;
        }
        lineLength = c == '\n' ? 0 : lineLength + (c == '\r' ? 0 : 1);
      }
      if (offset == MAX_HEAD_BYTES) {
        throw new HttpException(status == 400 ? 431 : status, "header of more than 64 KiB");
      }
      if (!fill()) {
        throw new EOFException("end of stream in a header");
      }
    }
  }

  /// RFC 9112 2.2: one empty line before a message is ignored.
  ///
  /// @return false at the end of the stream
  private boolean skipEmptyLine() throws IOException {
    while (in.length() < 2) {
      boolean begun = !in.isEmpty();
      if (!fill()) {
        if (begun) {
          throw new EOFException("end of stream in a header");
        }
        return false;
      }
    }
    if (in.array[in.from] == '\r' && in.array[in.from + 1] == '\n') {
      in.from += 2;
      return !in.isEmpty() || fill();
    }
    return true;
  }

  /// Reads more behind what is there.
  ///
  /// @return false at the end of the stream
  private boolean fill() throws IOException {
    if (in.isEmpty()) {
      in.clear();
    } else if (in.readable() == 0 && in.from > Buffer.HEAD_ROOM) {
      Buffer moved = Buffer.allocate(in.array.length - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM);
      moved.append(in);
      in = moved;
    } else if (in.readable() == 0) {
      Buffer larger = Buffer.allocate(2 * in.array.length);
      larger.append(in);
      in = larger;
    }
    return conn.read(in) >= 0;
  }
}
