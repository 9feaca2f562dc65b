package dev.motet.io;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

// hot
/// A pool of buffers and packet batches shared by all connections of an instance. A connection
/// holds one only while bytes are in flight. What peers make it hold besides has a budget.
/// Thread-safe.
public final class Buffers {
  /// Payload of a first buffer: what an interactive exchange needs.
  public static final int SMALL = 4 * 1024 - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM;

  /// Payload of a buffer in bulk transfer, taken once a read filled a small one.
  public static final int LARGE = 64 * 1024;

  /// Slots of a pooled batch; each holds any packet, or a train of segments.
  public static final int BATCH_SLOTS = 16;

  private final Pool<Buffer> small = new Pool<>(256, () -> Buffer.allocate(SMALL));
  private final Pool<Buffer> large = new Pool<>(64, () -> Buffer.allocate(LARGE));
  private final Pool<PacketBatch> batches =
      new Pool<>(8, () -> new PacketBatch(BATCH_SLOTS, PacketBatch.MAX_PACKET_BYTES));
  private final AtomicLong lent = new AtomicLong();
  private final AtomicLong largeLent = new AtomicLong();
  private final long bulkLimit;
  private final MemoryBudget messages = MemoryBudget.ofHeap();
  private final MemoryBudget packets = MemoryBudget.ofHeap();

  /// For the heap of this process.
  public Buffers() {
    this(Math.max(16, Runtime.getRuntime().maxMemory() / 8 / LARGE));
  }

  /// @param bulkLimit large buffers lent, above which a transfer in bulk gets small ones
  Buffers(long bulkLimit) {
    this.bulkLimit = bulkLimit;
  }

  /// An empty buffer with room for [#SMALL] bytes of payload.
  public Buffer takeSmall() {
    lent.incrementAndGet();
    return small.take();
  }

  /// An empty buffer with room for [#LARGE] bytes of payload.
  public Buffer takeLarge() {
    lent.incrementAndGet();
    largeLent.incrementAndGet();
    return large.take();
  }

  /// An empty buffer for a transfer in bulk: a large one, or a small one where many large ones are
  /// lent. Peers who take nothing hold one each, and must not hold all memory.
  public Buffer takeBulk() {
    return largeLent.get() < bulkLimit ? takeLarge() : takeSmall();
  }

  /// Gives back a buffer of this pool, which its giver must not touch again.
  public void give(Buffer buffer) {
    int payload = buffer.array.length - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM;
    switch (payload) {
      case SMALL -> small.give(buffer.clear());
      case LARGE -> {
        largeLent.decrementAndGet();
        large.give(buffer.clear());
      }
      default -> throw new IllegalArgumentException("not of this pool: " + buffer);
    }
    lent.decrementAndGet();
  }

  /// An empty batch of [#BATCH_SLOTS] slots for packets of any length.
  public PacketBatch takeBatch() {
    lent.incrementAndGet();
    return batches.take();
  }

  /// Gives back a batch of this pool, which its giver must not touch again.
  public void give(PacketBatch batch) {
    lent.decrementAndGet();
    batch.clear();
    batches.give(batch);
  }

  /// For messages that are longer than most, while they arrive.
  public MemoryBudget messages() {
    return messages;
  }

  /// For packets that wait until somebody receives them.
  public MemoryBudget packets() {
    return packets;
  }

  /// Buffers and batches taken and not given back.
  public long lent() {
    return lent.get();
  }

  /// The last one given is the next one taken: its memory is still in the processor's cache.
  private static final class Pool<T> {
    private final BriefLock guard = new BriefLock();
    private final @Nullable Object[] idle;
    private final Supplier<T> maker;
    private int count;

    Pool(int capacity, Supplier<T> maker) {
      this.idle = new Object[capacity];
      this.maker = maker;
    }

    T take() {
      guard.lock();
      try {
        if (count > 0) {
          @SuppressWarnings("unchecked") // give puts in nothing else
          T taken = (T) idle[--count];
          idle[count] = null;
          if (taken != null) {
            return taken;
          }
        }
      } finally {
        guard.unlock();
      }
      return maker.get();
    }

    void give(T given) {
      guard.lock();
      try {
        if (count < idle.length) {
          idle[count++] = given;
        }
      } finally {
        guard.unlock();
      }
    }
  }
}
