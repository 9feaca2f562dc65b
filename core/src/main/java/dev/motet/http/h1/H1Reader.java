package dev.motet.http.h1;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.Conn;
import dev.motet.io.MemoryBudget;
import dev.motet.io.PrefixedConn;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads the messages of one direction of a connection: heads, and the bodies between them. One
/// thread at a time.
///
/// It holds no buffer while it waits between messages, where the connection can wait without one,
/// and takes what a long head needs from a budget.
public final class H1Reader implements AutoCloseable {
  /// Bytes that a head may have.
  public static final int MAX_HEAD_BYTES = 64 * 1024;

  private static final int SMALL = 4 * 1024;
  private static final int ROOMS = Buffer.HEAD_ROOM + Buffer.TAIL_ROOM;

  private final Conn conn;
  private final MemoryBudget budget;
  private Buffer in = Buffer.wrap(new byte[0]);

  /// Bytes of `in` that come from the budget.
  private int taken;

  /// With a budget of its own.
  public H1Reader(Conn conn) {
    this(conn, new MemoryBudget(Long.MAX_VALUE));
  }

  /// @param budget for heads that are longer than most
  public H1Reader(Conn conn, MemoryBudget budget) {
    this.conn = conn;
    this.budget = budget;
  }

  /// Blocks for the next request.
  ///
  /// @return null at the end of the stream
  /// @throws HttpException with the status to answer with
  public @Nullable RequestHead request() throws IOException {
    ByteReader head = head();
    return head == null ? null : RequestHead.read(head);
  }

  /// Blocks for the next response.
  ///
  /// @return null at the end of the stream
  /// @throws HttpException with status 502, whatever is wrong
  public @Nullable ResponseHead response() throws IOException {
    try {
      ByteReader head = head();
      return head == null ? null : ResponseHead.read(head);
    } catch (HttpException e) {
      throw new HttpException(502, "response: " + e.getMessage());
    }
  }

  /// The body that follows the head just read.
  public BodyReader body(Body framing) {
    return new BodyReader(this, framing);
  }

  /// What follows everything read so far. This reader must not be used again.
  public Conn rest() {
    Conn rest = in.isEmpty() ? conn : new PrefixedConn(Buffer.copyOf(in.toBytes()), conn);
    close();
    return rest;
  }

  /// Gives the memory back; leaves the connection open.
  @Override
  public void close() {
    budget.give(taken);
    taken = 0;
    in = Buffer.wrap(new byte[0]);
  }

  /// Waits for bytes without a buffer.
  ///
  /// @return false where the connection cannot
  boolean await() throws IOException {
    return !in.isEmpty() || (conn.reportsReadiness() && conn.awaitReadable(-1));
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
    int offset = 0;
    while (true) {
      for (; in.from + offset < in.to; offset++) {
        if (in.array[in.from + offset] == '\n') {
          ByteReader line = new ByteReader(in.array, in.from, in.from + offset + 1);
          String text = Lines.read(line);
          in.from = line.position();
          return text;
        }
      }
      if (in.length() > limit + 2) {
        throw new HttpException(400, "line of more than " + limit + " bytes in a body");
      }
      if (!fill()) {
        throw new EOFException("end of stream in a body");
      }
    }
  }

  /// Takes the next head off, with the empty line that ends it; null at the end of the stream.
  /// Looks at each byte once however slowly they come.
  private @Nullable ByteReader head() throws IOException {
    if (in.isEmpty()) {
      close();
    }
    if (!skipEmptyLine()) {
      return null;
    }
    int offset = 0;
    int lineLength = 0;
    while (true) {
      for (; in.from + offset < in.to && offset < MAX_HEAD_BYTES; offset++) {
        byte c = in.array[in.from + offset];
        if (c == '\n' && lineLength == 0) {
          ByteReader head = new ByteReader(in.array, in.from, in.from + offset + 1);
          in.from += offset + 1;
          return head;
        }
        lineLength = c == '\n' ? 0 : lineLength + (c == '\r' ? 0 : 1);
      }
      if (offset == MAX_HEAD_BYTES) {
        throw new HttpException(431, "header of more than 64 KiB");
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
      await();
      in.clear();
    }
    if (in.readable() == 0) {
      makeRoom();
    }
    return conn.read(in) >= 0;
  }

  private void makeRoom() throws HttpException {
    if (in.from > Buffer.HEAD_ROOM) {
      int length = in.length();
      System.arraycopy(in.array, in.from, in.array, Buffer.HEAD_ROOM, length);
      in.from = Buffer.HEAD_ROOM;
      in.to = Buffer.HEAD_ROOM + length;
      return;
    }
    int payload = in.isEmpty() ? SMALL : 2 * (in.array.length - ROOMS);
    int more = payload - SMALL - taken;
    if (!budget.take(more)) {
      throw new HttpException(503, "no memory for a header of more than " + in.length() + " bytes");
    }
    taken += more;
    Buffer larger = Buffer.allocate(payload);
    larger.append(in);
    in = larger;
  }
}
