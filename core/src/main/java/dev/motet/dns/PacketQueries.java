package dev.motet.dns;

import dev.motet.core.Resources;
import dev.motet.io.Buffer;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketBatches;
import dev.motet.io.PacketConn;
import dev.motet.io.ProtocolException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

// hot
/// Serves a client that asks in packets. What the cache knows is answered in the packet's own
/// place; each other query waits on a thread of its own.
final class PacketQueries {
  /// Queries of one client that wait; further ones are lost, as packets may be.
  static final int MAX_WAITING = 256;

  private final Resources resources;
  private final Responder responder;
  private final PacketConn conn;
  private final Semaphore places = new Semaphore(MAX_WAITING);

  /// One thread at a time may send.
  private final ReentrantLock sending = new ReentrantLock();

  PacketQueries(Resources resources, Responder responder, PacketConn conn) {
    this.resources = resources;
    this.responder = responder;
    this.conn = conn;
  }

  /// Until the client ends or is quiet for too long.
  void serve() throws IOException {
    try (QuietLimit limit = new QuietLimit(resources.timeouts(), this::end)) {
      try {
        PacketBatches.receiveAll(conn, resources.buffers(), batch -> serveBatch(batch, limit));
      } catch (IOException e) {
        if (!limit.isOver()) {
          throw e;
        }
      }
    }
  }

  private boolean end(BooleanSupplier stillQuiet) {
    return conn.abortIfQuiet(new IOException("no query for 10 s"), stillQuiet);
  }

  private boolean serveBatch(PacketBatch batch, QuietLimit limit) throws IOException {
    if (conn.receive(batch) < 0) {
      return false;
    }
    limit.touch();
    int kept = 0;
    for (int i = 0; i < batch.count(); i++) {
      if (isAnswered(batch.get(i), limit)) {
        batch.swap(kept++, i);
      }
    }
    batch.truncate(kept);
    if (kept > 0) {
      send(batch);
    }
    return true;
  }

  private boolean isAnswered(Packet packet, QuietLimit limit) {
    Buffer data = packet.data;
    if (packet.segments() == 1) {
      packet.segmentBytes = 0;
      int length = responder.answerInPlace(data.array, data.from, data.to, true);
      if (length >= 0) {
        data.to = data.from + length;
        return true;
      }
    }
    int step = packet.segmentBytes == 0 ? Math.max(1, data.length()) : packet.segmentBytes;
    for (int from = data.from; from < data.to; from += step) {
      byte[] query = Arrays.copyOfRange(data.array, from, Math.min(from + step, data.to));
      answerLater(query, packet.remote(), limit);
    }
    return false;
  }

  private void answerLater(byte[] query, Destination asked, QuietLimit limit) {
    if (!places.tryAcquire()) {
      return;
    }
    limit.begins();
    resources
        .sockets()
        .threads()
        .newThread(() -> {
          try {
            answer(query, asked);
          } finally {
            limit.ends();
            places.release();
          }
        })
        .start();
  }

  private void answer(byte[] query, Destination asked) {
    try {
      byte[] answer = responder.answer(query, true);
      if (answer != null) {
        PacketBatch one = new PacketBatch(1, answer.length);
        Packet packet = one.add();
        packet.data.append(answer, 0, answer.length);
        packet.remote = asked;
        send(one);
      }
    } catch (ProtocolException _) {
      return; // no query: packets may be anything
    } catch (IOException _) {
      return; // the client is gone, which its serving thread notices too
    } catch (RuntimeException | Error e) {
      responder.bug(e);
    }
  }

  private void send(PacketBatch batch) throws IOException {
    sending.lock();
    try {
      conn.send(batch);
    } finally {
      sending.unlock();
    }
  }
}
