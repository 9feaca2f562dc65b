package dev.motet.io;

import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Two connected ends inside the program, for packets: who has to be a client of the router without
/// a socket. Like a network it loses what nobody takes in time.
///
/// @param near one end
/// @param far the other; what one sends the other receives, with the remote that the sender gave it
public record MemoryPackets(PacketConn near, PacketConn far) {
  /// Packets that wait in one direction, at most; further ones are dropped.
  static final int CAPACITY = 256;

  public static MemoryPackets create() {
    Half there = new Half();
    Half back = new Half();
    return new MemoryPackets(new End(back, there), new End(there, back));
  }

  /// One direction.
  private static final class Half {
    private final MemoryGuard guard = new MemoryGuard();

    /// These are guarded by `guard`.
    private final ArrayDeque<Packet> waiting = new ArrayDeque<>();

    private boolean ended;
    private @Nullable IOException failure;

    void put(PacketBatch packets) throws IOException {
      guard.lock();
      try {
        if (failure != null) {
          throw failure;
        }
        for (int i = 0; i < packets.count(); i++) {
          if (waiting.size() < CAPACITY && !ended) {
            waiting.add(packets.get(i).copy());
          }
        }
        guard.changed();
      } finally {
        guard.unlock();
      }
    }

    int take(PacketBatch into) throws IOException {
      guard.lock();
      try {
        int before = into.count();
        while (into.count() == before) {
          boolean _ = awaitReadable(-1);
          if (waiting.isEmpty()) {
            return -1;
          }
          while (!waiting.isEmpty() && !into.isFull()) {
            into.addCopy(waiting.remove()); // one too long for its slot is dropped
          }
        }
        return into.count() - before;
      } finally {
        guard.unlock();
      }
    }

    boolean awaitReadable(long nanos) throws IOException {
      guard.lock();
      try {
        if (!guard.await(this::isReadable, nanos)) {
          return false;
        }
        if (failure != null) {
          throw failure;
        }
        return true;
      } finally {
        guard.unlock();
      }
    }

    private boolean isReadable() {
      return failure != null || !waiting.isEmpty() || ended;
    }

    /// What waits can still be received.
    void end() {
      guard.lock();
      try {
        ended = true;
        guard.changed();
      } finally {
        guard.unlock();
      }
    }

    void fail(IOException reason) {
      guard.lock();
      try {
        failure = failure == null ? reason : failure;
        waiting.clear();
        guard.changed();
      } finally {
        guard.unlock();
      }
    }
  }

  private record End(Half in, Half out) implements PacketConn {
    @Override
    public int receive(PacketBatch into) throws IOException {
      return in.take(into);
    }

    @Override
    public void send(PacketBatch packets) throws IOException {
      out.put(packets);
    }

    @Override
    public boolean reportsReadiness() {
      return true;
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
      return in.awaitReadable(nanos);
    }

    @Override
    public void abort(IOException reason) {
      in.fail(reason);
      out.end();
    }

    @Override
    public void close() {
      abort(new IOException("closed"));
    }
  }
}
