package dev.motet.dns.server;

import dev.motet.core.Resources;
import dev.motet.dns.message.FrameReader;
import dev.motet.dns.message.Message;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One stream to a server: queries leave as they come, answers arrive in any order (RFC 7766
/// 6.2.1). It receives on a virtual thread of its own until closed. Thread-safe.
final class StreamLine implements Line {
  /// How long an answer may take.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Conn conn;
  private final Timeouts timeouts;
  private final Outstanding outstanding;

  /// One thread at a time writes.
  private final ReentrantLock writing = new ReentrantLock();

  private volatile boolean answered;
  private volatile boolean closed;

  StreamLine(Conn conn, Resources resources) {
    this.conn = conn;
    this.timeouts = resources.timeouts();
    this.outstanding = new Outstanding(resources.random(), timeouts);
    resources.start("motet-dns-stream", this::receive);
  }

  @Override
  public boolean isUsable() {
    return !closed;
  }

  @Override
  public boolean isBusy() {
    return !outstanding.isEmpty();
  }

  /// Whether an answer came: one that the server closed since then was only idle for too long.
  boolean hasAnswered() {
    return answered;
  }

  Message exchange(Message query) throws IOException {
    try (Outstanding.Ticket ticket = outstanding.add(query)) {
      write(ticket.query());
      Message answer = ticket.await(LIMIT);
      if (answer != null) {
        return answer;
      }
      if (outstanding.isSilentFor(LIMIT)) {
        close(); // nobody would notice otherwise that the other end is gone
      }
      throw late();
    }
  }

  private void write(Message query) throws IOException {
    Buffer frame = FrameReader.frame(query.write());
    writing.lock();
    try (Timeouts.Timeout _ = timeouts.abort(conn, LIMIT, StreamLine::late)) {
      conn.write(frame);
    } catch (IOException e) {
      close(e);
      throw e;
    } finally {
      writing.unlock();
    }
  }

  private static DialException late() {
    return new DialException(DialException.Reason.TIMEOUT, "no answer within 10 s");
  }

  private void receive() {
    FrameReader frames = new FrameReader(conn);
    IOException end = null;
    try {
      for (byte[] next = frames.next(); next != null; next = frames.next()) {
        answered = true;
        outstanding.deliver(next);
      }
    } catch (IOException e) {
      end = e;
    } finally {
      close(end);
    }
  }

  @Override
  public void close() {
    close(null);
  }

  private void close(@Nullable IOException why) {
    closed = true;
    conn.close();
    outstanding.fail(new IOException("the connection to the DNS server was closed", why));
  }
}
