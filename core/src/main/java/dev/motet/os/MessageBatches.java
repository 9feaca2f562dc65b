package dev.motet.os;

import dev.motet.io.BriefLock;
import java.util.ArrayDeque;
import java.util.List;

/// A pool of message batches shared by all sockets of a back end: an idle socket holds none.
/// Thread-safe.
final class MessageBatches implements AutoCloseable {
  private static final int MAX_IDLE = 4;

  private final BriefLock guard = new BriefLock();
  private final ArrayDeque<MessageBatch> idle = new ArrayDeque<>();
  private boolean closed;

  MessageBatch take() {
    guard.lock();
    try {
      MessageBatch batch = idle.poll();
      if (batch != null) {
        return batch;
      }
    } finally {
      guard.unlock();
    }
    return new MessageBatch();
  }

  void give(MessageBatch batch) {
    guard.lock();
    try {
      if (!closed && idle.size() < MAX_IDLE) {
        idle.push(batch);
        return;
      }
    } finally {
      guard.unlock();
    }
    batch.close();
  }

  @Override
  public void close() {
    List<MessageBatch> left;
    guard.lock();
    try {
      closed = true;
      left = List.copyOf(idle);
      idle.clear();
    } finally {
      guard.unlock();
    }
    left.forEach(MessageBatch::close);
  }
}
