package dev.motet.os;

import java.util.ArrayDeque;

/// A pool of message batches shared by all sockets of a back end: an idle socket holds none.
/// Thread-safe.
final class MessageBatches implements AutoCloseable {
  private static final int MAX_IDLE = 4;

  private final ArrayDeque<MessageBatch> idle = new ArrayDeque<>();
  private boolean closed;

  MessageBatch take() {
    synchronized (this) {
      MessageBatch batch = idle.poll();
      if (batch != null) {
        return batch;
      }
    }
    return new MessageBatch();
  }

  void give(MessageBatch batch) {
    synchronized (this) {
      if (!closed && idle.size() < MAX_IDLE) {
        idle.push(batch);
        return;
      }
    }
    batch.close();
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(MessageBatch::close);
    idle.clear();
  }
}
