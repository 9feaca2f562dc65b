package dev.motet.os;

/// A pool of message batches shared by all sockets of a back end: an idle socket holds none.
/// Thread-safe.
final class MessageBatches implements AutoCloseable {
  private static final int MAX_IDLE = 4;

  private final IdlePool<MessageBatch> idle = new IdlePool<>(MAX_IDLE, MessageBatch::close);

  MessageBatch take() {
    MessageBatch batch = idle.poll();
    return batch == null ? new MessageBatch() : batch;
  }

  void give(MessageBatch batch) {
    idle.give(batch);
  }

  @Override
  public void close() {
    idle.close();
  }
}
