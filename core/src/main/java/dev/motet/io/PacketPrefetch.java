package dev.motet.io;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Looks at the first packets of an association before it is decided where they go, and replays
/// them: what [Prefetch] is for streams.
///
/// Where the connection reports readiness, waiting takes no batch. Elsewhere a receive stays
/// pending when the time has run out, and whoever receives from [#conn()] goes on with it. Of one
/// thread at a time: the routing thread first, then the receiver of [#conn()].
public final class PacketPrefetch {
  /// Datagrams looked at, at most.
  public static final int MAX_PACKETS = 16;

  /// Once this many bytes are kept, no more are received.
  public static final int MAX_BYTES = 64 * 1024;

  private record Datagram(byte[] array, int from, int to) {}

  private final PacketConn below;
  private final Buffers buffers;
  private final Replay replay;
  private final Queue<Packet> kept = new ArrayDeque<>(2);

  /// The datagrams in `kept`, those of trains one by one.
  private final List<Datagram> seen = new ArrayList<>(2);

  private int bytes;
  private boolean ended;

  /// A receive that has not been collected; its batch is empty at the end.
  private @Nullable PendingCall<PacketBatch> pending;

  public PacketPrefetch(PacketConn conn, Buffers buffers) {
    this.below = conn;
    this.buffers = buffers;
    this.replay = new Replay(conn);
  }

  /// Waits until more datagrams than before are there.
  ///
  /// @return false when the time ran out, the association ended, or [#MAX_PACKETS] or [#MAX_BYTES]
  ///   are there
  public boolean await(Duration limit) throws IOException {
    if (ended || seen.size() >= MAX_PACKETS || bytes >= MAX_BYTES) {
      return false;
    }
    if (below.reportsReadiness()) {
      return below.awaitReadable(limit.toNanos()) && receiveNow();
    }
    return collect(limit);
  }

  /// Datagrams to look at.
  public int count() {
    return seen.size();
  }

  /// The payload of a datagram; valid until packets are received from [#conn()]. Looking does not
  /// consume.
  ///
  /// @param index less than [#count()]
  public ByteReader seen(int index) {
    Datagram datagram = seen.get(index);
    return new ByteReader(datagram.array, datagram.from, datagram.to);
  }

  /// The connection with the packets that were looked at still to be received.
  public PacketConn conn() {
    return replay;
  }

  private boolean receiveNow() throws IOException {
    PacketBatch batch = buffers.takeBatch();
    try {
      int _ = below.receive(batch);
      return keep(batch);
    } finally {
      buffers.give(batch);
    }
  }

  private boolean collect(Duration limit) throws IOException {
    PendingCall<PacketBatch> receive = pending;
    if (receive == null) {
      receive = PendingCall.start(this::receiveOne);
      pending = receive;
    }
    PacketBatch batch = receive.await(limit);
    if (batch == null) {
      return false;
    }
    pending = null;
    return keep(batch);
  }

  private PacketBatch receiveOne() throws IOException {
    PacketBatch batch = new PacketBatch(1, PacketBatch.MAX_PACKET_BYTES);
    int _ = below.receive(batch);
    return batch;
  }

  private boolean keep(PacketBatch batch) {
    for (int i = 0; i < batch.count(); i++) {
      Packet packet = batch.get(i).copy();
      kept.add(packet);
      bytes += packet.data.length();
      look(packet);
    }
    ended = batch.count() == 0;
    return !ended;
  }

  private void look(Packet packet) {
    Buffer data = packet.data;
    int size = packet.segmentBytes == 0 ? data.length() : packet.segmentBytes;
    for (int i = 0; i < packet.segments() && seen.size() < MAX_PACKETS; i++) {
      int from = data.from + i * size;
      seen.add(new Datagram(data.array, from, Math.min(from + size, data.to)));
    }
  }

  /// Gives the packets that were looked at, then those below.
  private final class Replay extends ForwardingPacketConn {
    Replay(PacketConn below) {
      super(below);
    }

    @Override
    public int receive(PacketBatch into) throws IOException {
      int before = into.count();
      deliver(into);
      PendingCall<PacketBatch> receive = pending;
      if (into.count() == before && receive != null) {
        keep(receive.join());
        pending = null;
        deliver(into);
      }
      if (into.count() > before) {
        return into.count() - before;
      }
      return ended ? -1 : below.receive(into);
    }

    private void deliver(PacketBatch into) {
      while (!kept.isEmpty() && !into.isFull()) {
        into.addCopy(kept.remove());
      }
      seen.clear();
    }

    @Override
    public @Nullable PacketSource source() {
      boolean replayed = kept.isEmpty() && pending == null && !ended;
      return replayed ? PacketSource.unchanged(below) : null;
    }

    @Override
    public PacketSink sink() {
      return PacketSink.unchanged(below);
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
      return ended || !kept.isEmpty() || below.awaitReadable(nanos);
    }
  }
}
