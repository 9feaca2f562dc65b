package dev.motet.io;

import dev.motet.io.PacketSink.Sealer;
import dev.motet.io.PacketSource.Opener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

// hot
/// One direction between two bare sockets, with what the layers above them do to its packets, for
/// whoever moves them from one to the other without a thread of its own ([Transfer]). One thread at
/// a time.
public final class PacketFlow {
  private final PacketConn from;
  private final PacketConn to;
  private final Opener[] openers;
  private final Sealing[] sealings;
  private final Meter meter;
  private final Buffers buffers;
  private final IdleLimit idle;

  private record Sealing(PacketConn layer, Sealer sealer) {}

  private PacketFlow(
      PacketConn from,
      PacketConn to,
      List<Opener> openers,
      List<Sealing> sealings,
      Meter meter,
      Buffers buffers,
      IdleLimit idle) {
    this.from = from;
    this.to = to;
    this.openers = openers.toArray(Opener[]::new);
    this.sealings = sealings.toArray(Sealing[]::new);
    this.meter = meter;
    this.buffers = buffers;
    this.idle = idle;
  }

  /// @return null while `transfer` cannot move packets between the sockets below
  static @Nullable PacketFlow between(
      PacketConn source,
      PacketConn sink,
      Transfer transfer,
      Meter meter,
      Buffers buffers,
      IdleLimit idle) {
    PacketConn from = source;
    for (PacketSource next = from.source(); next != null; next = from.source()) {
      from = next.below();
    }
    PacketConn to = sink;
    for (PacketSink next = to.sink(); next != null; next = to.sink()) {
      to = next.below();
    }
    return transfer.supports(from, to)
        ? new PacketFlow(from, to, openers(source), sealings(sink), meter, buffers, idle)
        : null;
  }

  /// The lowest layer first.
  private static List<Opener> openers(PacketConn source) {
    List<Opener> openers = new ArrayList<>();
    for (PacketSource next = source.source(); next != null; next = next.below().source()) {
      openers.addFirst(next.opener());
    }
    return openers;
  }

  /// The highest layer first.
  private static List<Sealing> sealings(PacketConn sink) {
    List<Sealing> sealings = new ArrayList<>();
    PacketConn layer = sink;
    for (PacketSink next = layer.sink(); next != null; next = layer.sink()) {
      sealings.add(new Sealing(layer, next.sealer()));
      layer = next.below();
    }
    return sealings;
  }

  /// The bare socket that packets come from.
  public PacketConn from() {
    return from;
  }

  /// The bare socket that packets go to.
  public PacketConn to() {
    return to;
  }

  /// An empty batch, held only while packets are in flight.
  public PacketBatch takeBatch() {
    return buffers.takeBatch();
  }

  public void give(PacketBatch batch) {
    buffers.give(batch);
  }

  /// Makes of packets received from the socket what the layers above it would give.
  ///
  /// @return true when more of them come with the next call, which gets an emptied batch
  public boolean open(PacketBatch packets) throws IOException {
    boolean more = false;
    for (Opener opener : openers) {
      more |= opener.open(packets, 0);
    }
    return more;
  }

  /// Something moved: restarts the idle limit.
  ///
  /// @return bytes of payload in opened packets
  public long measure(PacketBatch packets) {
    idle.touch();
    long bytes = 0;
    for (int i = 0; i < packets.count(); i++) {
      bytes += packets.get(i).data.length();
    }
    return bytes;
  }

  /// Makes of opened packets what is to be sent on the socket.
  ///
  /// @return who sends them: the socket, or a layer above it that may have to wait
  public PacketConn seal(PacketBatch packets) throws IOException {
    for (Sealing sealing : sealings) {
      if (!sealing.sealer.seal(packets)) {
        return sealing.layer;
      }
    }
    return to;
  }

  /// Counts payload that was sent.
  public void sent(long bytes) {
    meter.add(bytes);
  }
}
