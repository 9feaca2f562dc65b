package dev.motet.dns.server;

import dev.motet.core.Resources;
import dev.motet.io.Buffer;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One UDP socket to a server. It receives on a virtual thread of its own until closed.
/// Thread-safe.
final class UdpLine implements Line {
  /// Longest query that leaves in a datagram; a longer one goes over TCP.
  static final int MAX_QUERY_BYTES = 1232;

  /// An answer may be longer than what was asked for.
  private static final int MAX_ANSWER_BYTES = 4096;

  /// What a port serves before the next one takes over, so that nobody learns it in time to send
  /// false answers (RFC 5452 9.2).
  private static final int MAX_QUERIES = 512;

  private static final Duration MAX_AGE = Duration.ofSeconds(30);

  private final PacketConn conn;
  private final Destination server;
  private final boolean strict;
  private final Timeouts timeouts;
  private final Outstanding outstanding;
  private final long bornNanos;
  private final AtomicInteger queries = new AtomicInteger();

  /// One thread at a time sends; guards `batch`.
  private final ReentrantLock sending = new ReentrantLock();

  private final PacketBatch batch = new PacketBatch(1, MAX_QUERY_BYTES);
  private volatile boolean closed;

  /// @param strict whether answers carry the very address that was asked, and the port is this
  ///   machine's own; not through a proxy
  UdpLine(PacketConn conn, Destination server, boolean strict, Resources resources) {
    this.conn = conn;
    this.server = server;
    this.strict = strict;
    this.timeouts = resources.timeouts();
    this.outstanding = new Outstanding(resources.random(), timeouts);
    this.bornNanos = timeouts.nanoTime();
    resources.start("motet-dns-udp", this::receive);
  }

  Outstanding outstanding() {
    return outstanding;
  }

  boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean isUsable() {
    if (closed) {
      return false;
    }
    return !strict
        || (queries.get() < MAX_QUERIES && timeouts.nanoTime() - bornNanos < MAX_AGE.toNanos());
  }

  @Override
  public boolean isBusy() {
    return !outstanding.isEmpty();
  }

  /// @param query at most [#MAX_QUERY_BYTES]
  void send(byte[] query) throws IOException {
    queries.incrementAndGet();
    sending.lock();
    try {
      batch.clear();
      Packet packet = batch.add();
      packet.data.append(query, 0, query.length);
      packet.remote = server;
      conn.send(batch);
    } finally {
      sending.unlock();
    }
  }

  private void receive() {
    PacketBatch answers = new PacketBatch(8, MAX_ANSWER_BYTES);
    IOException end = null;
    try {
      while (conn.receive(answers) >= 0) {
        for (int i = 0; i < answers.count(); i++) {
          deliver(answers.get(i));
        }
        answers.clear();
      }
    } catch (IOException e) {
      end = e;
    } finally {
      close(end);
    }
  }

  private void deliver(Packet packet) {
    if (!isFromServer(packet.remote())) {
      return;
    }
    Buffer data = packet.data;
    int step = packet.segmentBytes == 0 ? data.length() : packet.segmentBytes;
    for (int from = data.from; from < data.to; from += step) {
      outstanding.deliver(Arrays.copyOfRange(data.array, from, Math.min(from + step, data.to)));
    }
  }

  /// A proxy may name the server by its address though a name was asked for.
  private boolean isFromServer(Destination remote) {
    return remote.equals(server)
        || (!strict && server instanceof Destination.Name && remote.port() == server.port());
  }

  @Override
  public void close() {
    close(null);
  }

  private void close(@Nullable IOException why) {
    closed = true;
    conn.close();
    outstanding.fail(new IOException("the socket to the DNS server was closed", why));
  }
}
