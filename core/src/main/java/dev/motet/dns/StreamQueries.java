package dev.motet.dns;

import dev.motet.core.Resources;
import dev.motet.dns.message.FrameReader;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ProtocolException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Serves a client that asks over a stream: many queries on one connection, answered as answers
/// come, in any order (RFC 7766 6.2.1).
final class StreamQueries {
  /// Queries of one client that wait; no further one is read meanwhile.
  static final int MAX_WAITING = 64;

  /// Longer answers take the way of those that the cache does not know.
  private static final int ROOM = 1024;

  private final Resources resources;
  private final Responder responder;
  private final Conn conn;
  private final Semaphore places = new Semaphore(MAX_WAITING);

  /// One thread at a time writes.
  private final ReentrantLock writing = new ReentrantLock();

  StreamQueries(Resources resources, Responder responder, Conn conn) {
    this.resources = resources;
    this.responder = responder;
    this.conn = conn;
  }

  /// Until the client ended and has all its answers, or is quiet for too long.
  ///
  /// @throws ProtocolException when the client's bytes are no queries
  void serve() throws IOException {
    FrameReader frames = new FrameReader(conn);
    try (QuietLimit limit = new QuietLimit(resources.timeouts(), this::end)) {
      try {
        for (byte[] query = frames.next(); query != null; query = frames.next()) {
          limit.touch();
          serve(query, limit);
        }
        places.acquire(MAX_WAITING);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while serving DNS queries");
      } catch (IOException e) {
        if (!limit.isOver()) {
          throw e;
        }
      }
    }
  }

  /// A client asks again over another connection (RFC 7766 6.2.4).
  private boolean end(BooleanSupplier stillQuiet) {
    conn.close();
    return true;
  }

  private void serve(byte[] query, QuietLimit limit) throws IOException, InterruptedException {
    Buffer buffer = Buffer.allocate(Math.max(query.length, ROOM));
    buffer.append(query, 0, query.length);
    int length = responder.answerInPlace(buffer.array, buffer.from, buffer.to, false);
    if (length >= 0) {
      buffer.to = buffer.from + length;
      write(buffer);
      return;
    }
    places.acquire();
    limit.begins();
    resources.sockets().threads().newThread(() -> answer(query, limit)).start();
  }

  private void answer(byte[] query, QuietLimit limit) {
    try {
      byte[] answer = waited(query, limit);
      if (answer != null) {
        Buffer buffer = Buffer.allocate(answer.length);
        buffer.append(answer, 0, answer.length);
        write(buffer);
      }
    } catch (ProtocolException e) {
      conn.abort(e);
    } catch (IOException _) {
      conn.close(); // the client does not read any more; its serving thread ends with it
    } catch (RuntimeException | Error e) {
      responder.bug(e);
      conn.close();
    } finally {
      places.release();
    }
  }

  private byte @Nullable [] waited(byte[] query, QuietLimit limit) throws ProtocolException {
    try {
      return responder.answer(query, false);
    } finally {
      limit.ends();
    }
  }

  private void write(Buffer answer) throws IOException {
    int length = answer.length();
    answer.prepend(new byte[] {(byte) (length >> 8), (byte) length}, 0, 2);
    writing.lock();
    try {
      conn.write(answer);
    } finally {
      writing.unlock();
    }
  }
}
