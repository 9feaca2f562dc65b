package dev.motet.io;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

/// A layer for tests of relays: packets from the peer begin with a label, which is taken off, and
/// get it put on towards the peer. Some texts make it do what layers may do.
public final class LabelLayer extends RewritingPacketConn {
  private final byte label;
  private final Destination peer;
  private final Queue<Buffer> held = new ArrayDeque<>();

  /// Where packets of the peer go.
  volatile Destination to;

  /// False: packets from the peer have no label.
  volatile boolean labelled = true;

  /// Counted down when a packet waits.
  final CountDownLatch waiting = new CountDownLatch(1);

  /// Lets packets that wait go on.
  final CountDownLatch go = new CountDownLatch(1);

  LabelLayer(PacketConn below, char label, Destination peer, Destination to) {
    super(below);
    this.label = (byte) label;
    this.peer = peer;
    this.to = to;
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return !held.isEmpty() || below.awaitReadable(nanos);
  }

  /// `3 copies` come three times, `fail` is an error, `bug` a bug.
  @Override
  protected boolean open(PacketBatch packets, int first) throws IOException {
    packets.retain(first, this::unlabel);
    for (int i = first; i < packets.count(); i++) {
      String text = packets.get(i).data.toText();
      switch (text) {
        case "fail" -> throw new ProtocolException("not allowed");
        case "bug" -> throw new IllegalStateException("bug");
        default -> {}
      }
      if (text.endsWith(" copies")) {
        for (int copy = 1; copy < text.charAt(0) - '0'; copy++) {
          held.add(Buffer.copyOf(packets.get(i).data.toBytes()));
        }
      }
    }
    while (!held.isEmpty() && !packets.isFull()) {
      Packet packet = packets.add();
      packet.data.append(held.remove());
      packet.remote = to;
    }
    return !held.isEmpty();
  }

  private boolean unlabel(Packet packet) {
    packet.remote = to;
    if (!labelled) {
      return true;
    }
    boolean ours = !packet.data.isEmpty() && packet.data.array[packet.data.from] == label;
    packet.data.from += ours ? 1 : 0;
    return ours;
  }

  @Override
  protected boolean seal(PacketBatch packets) {
    for (int i = 0; i < packets.count(); i++) {
      packets.get(i).data.prepend(new byte[] {label}, 0, 1);
      packets.get(i).remote = peer;
    }
    return true;
  }

  /// The remote end, where a packet whose text begins with `wait` waits until it may go.
  PacketConn waitingSink(PacketConn remote) {
    return new RewritingPacketConn(remote) {
      @Override
      protected boolean seal(PacketBatch packets) {
        return !waits(packets);
      }

      @Override
      public void send(PacketBatch packets) throws IOException {
        if (waits(packets)) {
          awaitGo(packets);
        }
        below.send(packets);
      }
    };
  }

  private static boolean waits(PacketBatch packets) {
    for (int i = 0; i < packets.count(); i++) {
      if (packets.get(i).data.toText().startsWith("wait")) {
        return true;
      }
    }
    return false;
  }

  private void awaitGo(PacketBatch packets) throws IOException {
    waiting.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    if (packets.get(0).data.toText().endsWith("fail")) {
      throw new IOException("could not wait");
    }
  }
}
