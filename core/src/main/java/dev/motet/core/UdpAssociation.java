package dev.motet.core;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

// hot
/// The packets of one source of a [UdpTable]: a bounded queue that the table's thread fills. What
/// does not fit is dropped and counted.
final class UdpAssociation implements PacketConn {
  /// Slots and bytes that wait for the association's thread.
  static final int MAX_QUEUED = 128;

  private static final int MAX_QUEUED_BYTES = 512 * 1024;

  private record Queued(Buffer data, int segmentBytes) {}

  private final UdpTable table;
  private final Destination.Ip source;
  private final Destination destination;
  private final Buffers buffers;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition changed = guard.newCondition();

  /// Guarded by `guard`, as all below.
  private final Queue<Queued> queue = new ArrayDeque<>(4);

  private int queuedBytes;
  private long dropped;
  private boolean ended;

  /// The receiving thread has all that came and waits for more.
  private boolean waits;

  private @Nullable IOException reason;

  UdpAssociation(UdpTable table, Destination.Ip source, Destination destination, Buffers buffers) {
    this.table = table;
    this.source = source;
    this.destination = destination;
    this.buffers = buffers;
  }

  Destination.Ip client() {
    return source;
  }

  /// Copies a packet of the table's thread into the queue.
  ///
  /// @return false when the association has ended: the packet begins another one
  boolean offer(Packet packet) {
    int length = packet.data.length();
    guard.lock();
    try {
      if (ended) {
        return false;
      }
      boolean fits = queue.size() < MAX_QUEUED && queuedBytes + length <= MAX_QUEUED_BYTES;
      Buffer copy = fits ? buffer(length) : null;
      if (copy == null) {
        dropped++;
        return true;
      }
      copy.append(packet.data);
      queue.add(new Queued(copy, packet.segmentBytes));
      queuedBytes += length;
      changed.signal();
      return true;
    } finally {
      guard.unlock();
    }
  }

  /// @return null when too much waits in all queues of the instance
  private @Nullable Buffer buffer(int length) {
    boolean fits = length <= Buffers.SMALL;
    if (!buffers.packets().take(fits ? Buffers.SMALL : Buffers.LARGE)) {
      return null;
    }
    return fits ? buffers.takeSmall() : buffers.takeLarge();
  }

  private void give(Buffer buffer) {
    buffers.packets().give(buffer.array.length - Buffer.HEAD_ROOM - Buffer.TAIL_ROOM);
    buffers.give(buffer);
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    guard.lock();
    try {
      while (true) {
        awaitPacket(-1);
        int before = into.count();
        for (Queued next = queue.poll(); next != null; next = into.isFull() ? null : queue.poll()) {
          queuedBytes -= next.data.length();
          move(next, into);
        }
        if (into.count() > before) {
          return into.count() - before;
        }
      }
    } finally {
      guard.unlock();
    }
  }

  private void move(Queued queued, PacketBatch into) {
    if (queued.data.length() > into.packetBytes()) {
      dropped++;
    } else {
      Packet packet = into.add();
      packet.data.append(queued.data);
      packet.segmentBytes = queued.segmentBytes;
      packet.remote = destination;
    }
    give(queued.data);
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    guard.lock();
    try {
      if (ended) {
        throw failure();
      }
    } finally {
      guard.unlock();
    }
    for (int i = 0; i < packets.count(); i++) {
      packets.get(i).remote = source;
    }
    table.send(packets);
  }

  @Override
  public boolean reportsReadiness() {
    return true;
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    guard.lock();
    try {
      return awaitPacket(nanos);
    } finally {
      guard.unlock();
    }
  }

  /// With `guard` held.
  private boolean awaitPacket(long nanos) throws IOException {
    long left = nanos;
    while (!ended && queue.isEmpty()) {
      if (nanos >= 0 && left <= 0) {
        return false;
      }
      waits = true;
      try {
        if (nanos < 0) {
          changed.awaitUninterruptibly();
        } else {
          left = changed.awaitNanos(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(
            "interrupted while waiting "
                + TimeUnit.NANOSECONDS.toMillis(nanos)
                + " ms for a packet",
            e);
      } finally {
        waits = false;
      }
    }
    if (ended) {
      throw failure();
    }
    return true;
  }

  /// Packets that did not fit.
  long dropped() {
    guard.lock();
    try {
      return dropped;
    } finally {
      guard.unlock();
    }
  }

  @Override
  public void abort(IOException why) {
    end(why);
  }

  @Override
  public void close() {
    end(null);
  }

  private void end(@Nullable IOException why) {
    guard.lock();
    try {
      if (ended) {
        return;
      }
      markEnded(why);
    } finally {
      guard.unlock();
    }
    table.ended(this);
  }

  /// A packet comes either before, and then this goes on, or after, and begins another association.
  @Override
  public boolean abortIfQuiet(IOException why, BooleanSupplier stillQuiet) {
    guard.lock();
    try {
      if (ended) {
        return true;
      }
      if (!waits || !queue.isEmpty() || !stillQuiet.getAsBoolean()) {
        return false;
      }
      markEnded(why);
    } finally {
      guard.unlock();
    }
    table.ended(this);
    return true;
  }

  /// With `guard` held.
  private void markEnded(@Nullable IOException why) {
    ended = true;
    reason = why;
    queue.forEach(queued -> give(queued.data));
    queue.clear();
    changed.signalAll();
  }

  private IOException failure() {
    IOException why = reason;
    return why == null ? new IOException("the association was closed") : why;
  }
}
