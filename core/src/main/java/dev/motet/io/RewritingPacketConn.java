package dev.motet.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A layer that rewrites packets and does not wait for anything but the layer below. What it does
/// stands in [#open] and [#seal] alone, so that whoever leaves it out can do the same.
public abstract class RewritingPacketConn extends ForwardingPacketConn {
  /// Of the receiving thread.
  private @Nullable PacketSource source;

  /// Of the sending thread.
  private @Nullable PacketSink sink;

  protected RewritingPacketConn(PacketConn below) {
    super(below);
  }

  /// As [PacketSource.Opener#open]; leaves all as it is.
  protected boolean open(PacketBatch packets, int first) throws IOException {
    return false;
  }

  /// As [PacketSink.Sealer#seal]; leaves all as it is. A layer that returns false overrides [#send]
  /// too.
  protected boolean seal(PacketBatch packets) throws IOException {
    return true;
  }

  @Override
  public final PacketSource source() {
    PacketSource made = source;
    if (made == null) {
      made = new PacketSource(below, this::open);
      source = made;
    }
    return made;
  }

  @Override
  public final PacketSink sink() {
    PacketSink made = sink;
    if (made == null) {
      made = new PacketSink(below, this::seal);
      sink = made;
    }
    return made;
  }

  /// Goes on until something passes.
  @Override
  public final int receive(PacketBatch into) throws IOException {
    int before = into.count();
    open(into, before);
    while (into.count() == before) {
      if (below.receive(into) < 0) {
        return -1;
      }
      open(into, before);
    }
    return into.count() - before;
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    if (!seal(packets)) {
      throw new IllegalStateException(this + " has to wait and does not say how");
    }
    below.send(packets);
  }
}
