package dev.motet.testkit;

import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Two ends of a packet connection in memory. A packet keeps the remote that its sender gave it.
///
/// @param a one end
/// @param b the other; what one sends the other receives
public record PacketPipe(PacketConn a, PacketConn b) {
  public static PacketPipe create() {
    return create(false);
  }

  /// Ends that can be waited for without a batch.
  public static PacketPipe withReadiness() {
    return create(true);
  }

  private static PacketPipe create(boolean readiness) {
    Half there = new Half();
    Half back = new Half();
    return new PacketPipe(new End(back, there, readiness), new End(there, back, readiness));
  }

  private record Datagram(byte[] bytes, Destination remote, int segmentBytes) {}

  private static final class Half {
    private final Queue<Datagram> queue = new ArrayDeque<>();
    private boolean ended;
    private @Nullable IOException failure;

    synchronized void put(Datagram datagram) throws IOException {
      if (failure != null) {
        throw failure;
      }
      queue.add(datagram);
      notifyAll();
    }

    synchronized int take(PacketBatch into) throws IOException {
      if (!awaitReadable(-1) || queue.isEmpty()) {
        return -1;
      }
      int taken = 0;
      while (!queue.isEmpty() && !into.isFull()) {
        Datagram datagram = queue.remove();
        Packet packet = into.add();
        packet.data.append(datagram.bytes(), 0, datagram.bytes().length);
        packet.remote = datagram.remote();
        packet.segmentBytes = datagram.segmentBytes();
        taken++;
      }
      return taken;
    }

    synchronized boolean awaitReadable(long nanos) throws IOException {
      long end = System.nanoTime() + nanos;
      while (failure == null && queue.isEmpty() && !ended) {
        long left = end - System.nanoTime();
        if (nanos >= 0 && left <= 0) {
          return false;
        }
        try {
          wait(nanos < 0 ? 0 : 1 + left / 1_000_000);
        } catch (InterruptedException e) {
          throw new IOException("interrupted", e);
        }
      }
      if (failure != null) {
        throw failure;
      }
      return true;
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized void fail(IOException reason) {
      failure = failure == null ? reason : failure;
      notifyAll();
    }
  }

  private record End(Half in, Half out, boolean readiness) implements PacketConn {
    @Override
    public int receive(PacketBatch into) throws IOException {
      return in.take(into);
    }

    @Override
    public void send(PacketBatch packets) throws IOException {
      for (int i = 0; i < packets.count(); i++) {
        Packet packet = packets.get(i);
        out.put(new Datagram(packet.data.toBytes(), packet.remote(), packet.segmentBytes));
        packet.data.from = packet.data.to;
      }
    }

    @Override
    public boolean reportsReadiness() {
      return readiness;
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
      return !readiness || in.awaitReadable(nanos);
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
